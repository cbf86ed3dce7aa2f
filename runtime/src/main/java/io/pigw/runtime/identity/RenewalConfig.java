package io.pigw.runtime.identity;

import java.net.URI;

/**
 * How a node renews its certificate by itself.
 *
 * @param est the enrollment server, such as {@code https://ca.example.net:8443/.well-known/est}
 */
public record RenewalConfig(String est) {

    /** Checks the URL. */
    public RenewalConfig {
        URI uri = parse(est);
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("identity.renewal.est is no https URL with a host: write"
                    + " https://HOST:PORT/.well-known/est, not " + est);
        }
    }

    /** The URL. */
    public URI uri() {
        return parse(est);
    }

    private static URI parse(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("identity.renewal.est is no URL: " + text, malformed);
        }
    }
}
