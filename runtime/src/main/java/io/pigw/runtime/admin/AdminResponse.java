package io.pigw.runtime.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pigw.p2psip.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status 200 to 599
 * @param contentType of the body
 * @param body may be empty
 */
public record AdminResponse(int status, String contentType, Bytes body) {

    /** 200 with the value as JSON. */
    public static AdminResponse json(Object value) {
        return json(200, value);
    }

    /** The value as JSON. */
    public static AdminResponse json(int status, Object value) {
        try {
            return new AdminResponse(
                    status, "application/json", Bytes.copyOf(AdminJson.MAPPER.writeValueAsBytes(value)));
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("not to be written as JSON: " + value.getClass(), bug);
        }
    }

    /** Plain text. */
    public static AdminResponse text(int status, String text) {
        return new AdminResponse(status, "text/plain; charset=utf-8", Bytes.utf8(text));
    }

    /** {@code {"error": message}}. */
    public static AdminResponse error(int status, String message) {
        return error(status, "", message, "");
    }

    /** {@code {"error": message, "code": code, "remedy": remedy}}; what is empty is left out. */
    public static AdminResponse error(int status, String code, String message, String remedy) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("error", message);
        if (!code.isEmpty()) {
            body.put("code", code);
        }
        if (!remedy.isEmpty()) {
            body.put("remedy", remedy);
        }
        return json(status, body);
    }
}
