package io.pigw.sos;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where nodes are proposed for exclusion.
 *
 * @param est the enrollment server, such as {@code https://ca.example.net:8443/.well-known/est}; null: the one of
 *     {@code identity.renewal}
 */
public record ExclusionConfig(@Nullable String est) {

    /** Checks the URL. */
    public ExclusionConfig {
        if (est != null) {
            URI uri = parse(est);
            if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
                throw new IllegalArgumentException("exclusions.est is no https URL with a host: write"
                        + " https://HOST:PORT/.well-known/est, not " + est);
            }
        }
    }

    /** The URL, that one if there is none here. */
    URI uri(@Nullable URI renewal) {
        if (est != null) {
            return parse(est);
        }
        if (renewal != null) {
            return renewal;
        }
        throw new IllegalArgumentException(
                "exclusions needs to know the enrollment server: give exclusions.est or identity.renewal.est");
    }

    private static URI parse(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("exclusions.est is no URL: " + text, malformed);
        }
    }
}
