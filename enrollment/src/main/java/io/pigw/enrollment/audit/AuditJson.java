package io.pigw.enrollment.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Details as JSON. */
final class AuditJson {

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

    private AuditJson() {}

    static String details(NavigableMap<String, String> details) {
        try {
            return MAPPER.writeValueAsString(details);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("texts that are no JSON", bug);
        }
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if they are no object of texts
     */
    static NavigableMap<String, String> details(String json) {
        try {
            return MAPPER.readValue(json, TEXTS);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("the details are no JSON object of texts", malformed);
        }
    }
}
