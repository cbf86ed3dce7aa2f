package io.pigw.enrollment.publish;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bytes to be fetched over HTTP, with what a cache wants to know of them (RFC 9110 §8.8, RFC 9111 §5.2). */
final class Artifact {

    private static final int ETAG_BYTES = 16;
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final byte[] bytes;
    private final String type;
    private final String etag;
    private final Instant modified;
    private final Duration maxAge;

    /**
     * An artifact.
     *
     * @param bytes not to be changed any more
     * @param modified when they were made
     * @param maxAge how long a cache may answer without asking
     */
    Artifact(byte[] bytes, String type, Instant modified, Duration maxAge) {
        this.bytes = bytes;
        this.type = type;
        this.etag = etag(bytes);
        this.modified = modified;
        this.maxAge = maxAge;
    }

    byte[] bytes() {
        return bytes;
    }

    String type() {
        return type;
    }

    /** Strong, in quotes. */
    String etag() {
        return etag;
    }

    Instant modified() {
        return modified;
    }

    /** For {@code Last-Modified}, which says no time to come (RFC 9110 §8.8.2.1): empty until it is past. */
    Optional<String> lastModified(Instant now) {
        return modified.isAfter(now) ? Optional.empty() : Optional.of(httpDate(modified));
    }

    static String httpDate(Instant instant) {
        return HTTP_DATE.format(instant);
    }

    String cacheControl() {
        return "public, max-age=" + maxAge.toSeconds() + ", no-transform, must-revalidate";
    }

    /** Whether the client has these bytes (RFC 9110 §13.2.2). */
    boolean isKnown(@Nullable String ifNoneMatch, @Nullable String ifModifiedSince) {
        if (ifNoneMatch == null) {
            return httpDate(modified).equals(ifModifiedSince);
        }
        for (String one : ifNoneMatch.split(",")) {
            String tag = one.strip();
            if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }

    private static String etag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(hash, 0, ETAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
