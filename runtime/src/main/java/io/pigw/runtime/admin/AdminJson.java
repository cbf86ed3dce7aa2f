package io.pigw.runtime.admin;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.TreeSet;

/** How the operator's port writes and reads JSON: times as ISO-8601 text, unknown keys refused. */
final class AdminJson {

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private AdminJson() {}

    /** What is wrong and where, without a word of what was sent: that may be a message or a secret. */
    static String problem(JsonProcessingException malformed) {
        JsonLocation at = malformed.getLocation();
        String where = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
        return where + what(malformed);
    }

    private static String what(JsonProcessingException malformed) {
        return switch (malformed) {
            case UnrecognizedPropertyException unknown
            when unknown.getKnownPropertyIds() != null ->
                "an unknown key; known are " + new TreeSet<>(unknown.getKnownPropertyIds());
            case ValueInstantiationException refused
            when refused.getCause() != null -> String.valueOf(refused.getCause().getMessage());
            case MismatchedInputException other
            when other.getTargetType() != null ->
                "a value is no " + other.getTargetType().getSimpleName();
            default -> "it is no JSON";
        };
    }
}
