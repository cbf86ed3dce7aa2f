package io.pigw.runtime.identity;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a node gets its certificates by itself.
 *
 * @param est the enrollment server, such as {@code https://ca.example.net:8443/.well-known/est}
 * @param tokenFile its first line is a one-time token, by which the node enrolls when it starts and has no key yet; absent: it
 *     has been enrolled by hand. Readable by its owner alone
 */
public record RenewalConfig(String est, @Nullable Path tokenFile) {

    /** Checks the URL. */
    public RenewalConfig {
        URI uri = parse(est);
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("identity.renewal.est is no https URL with a host: write"
                    + " https://HOST:PORT/.well-known/est, not " + est);
        }
    }

    /** Of a node that has been enrolled by hand. */
    public RenewalConfig(String est) {
        this(est, null);
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
