package io.pigw.enrollment.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.pigw.p2psip.Bytes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Entries and their details as JSON. */
public final class AuditJson {

    private static final int HASH_DIGITS = 64;

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

    private AuditJson() {}

    /** The entry as an object; what {@link #read} reads. */
    public static Map<String, Object> object(AuditEntry entry) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("seq", entry.seq());
        object.put("at", entry.at().toString());
        object.put("actor", entry.actor());
        object.put("action", entry.action());
        object.put("subject", entry.subject());
        object.put("outcome", entry.outcome());
        object.put("details", entry.details());
        object.put("previous", entry.previous().toHex());
        object.put("hash", entry.hash().toHex());
        return object;
    }

    /**
     * Reads an object; whether it is sound, {@link AuditEntry#isSound} says.
     *
     * @throws IllegalArgumentException with what is missing or malformed
     */
    public static AuditEntry read(JsonNode object) {
        NavigableMap<String, String> details = new TreeMap<>();
        of(object, "details", JsonNodeType.OBJECT).properties().forEach(detail -> {
            if (!detail.getValue().isTextual()) {
                throw new IllegalArgumentException("the detail " + detail.getKey() + " is no text");
            }
            details.put(detail.getKey(), detail.getValue().asText());
        });
        JsonNode seq = of(object, "seq", JsonNodeType.NUMBER);
        if (!seq.canConvertToExactIntegral() || !seq.canConvertToLong()) {
            throw new IllegalArgumentException("seq is no whole number");
        }
        return new AuditEntry(
                seq.asLong(),
                instant(text(object, "at")),
                text(object, "actor"),
                text(object, "action"),
                text(object, "subject"),
                text(object, "outcome"),
                details,
                hash(object, "previous"),
                hash(object, "hash"));
    }

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

    static String text(JsonNode object, String key) {
        return of(object, key, JsonNodeType.STRING).asText();
    }

    static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException("no time: " + text, malformed);
        }
    }

    static Bytes hash(JsonNode object, String key) {
        String hex = text(object, key);
        if (hex.length() != HASH_DIGITS) {
            throw new IllegalArgumentException(key + " is no SHA-256 in hexadecimal");
        }
        return Bytes.copyOf(HexFormat.of().parseHex(hex));
    }

    private static JsonNode of(JsonNode object, String key, JsonNodeType type) {
        JsonNode value = object.path(key);
        if (value.getNodeType() != type) {
            throw new IllegalArgumentException(key + " is missing or malformed");
        }
        return value;
    }
}
