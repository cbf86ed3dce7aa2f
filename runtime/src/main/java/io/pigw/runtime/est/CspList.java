package io.pigw.runtime.est;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.pigw.p2psip.NodeContact;
import io.pigw.runtime.config.ContactConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The CSPs that a peer may begin with, as the enrollment server signs them.
 *
 * @param overlay of which they are
 * @param number rises with each list; a list with a lower one than the one that is known is old
 * @param issued when
 * @param expires up to {@link #MAX_LIFE} later
 * @param csps 1 to {@link #MAX_CSPS}
 */
public record CspList(String overlay, long number, Instant issued, Instant expires, List<ContactConfig> csps) {

    /** The most CSPs of a list. */
    public static final int MAX_CSPS = 64;

    /** The longest time from issue to end: that of a node's certificate, with which the list comes. */
    public static final Duration MAX_LIFE = Duration.ofDays(30);

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Checks the ranges and copies the list. */
    public CspList {
        csps = List.copyOf(csps);
        if (overlay.isBlank() || number < 0 || csps.isEmpty() || csps.size() > MAX_CSPS) {
            throw new IllegalArgumentException("a list of CSPs has an overlay, a number, and 1 to 64 CSPs");
        }
        if (!expires.isAfter(issued) || Duration.between(issued, expires).compareTo(MAX_LIFE) > 0) {
            throw new IllegalArgumentException("a list of CSPs lives for up to 30 days");
        }
    }

    /** The nodes and where they listen. */
    public List<NodeContact> contacts() {
        return csps.stream().map(ContactConfig::contact).toList();
    }

    /** The content that is signed: JSON, keys in the order of the record. */
    public byte[] json() {
        try {
            return MAPPER.writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of CSPs that is no JSON", e);
        }
    }

    /** Reads {@link #json()}; keys that are not known are not looked at. */
    static CspList parse(byte[] json) throws EstException {
        try {
            return MAPPER.readValue(json, CspList.class);
        } catch (IOException | IllegalArgumentException e) {
            throw new EstException("the content is no list of CSPs", e);
        }
    }
}
