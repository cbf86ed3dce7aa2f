package io.pigw.enrollment.policy;

import io.pigw.runtime.config.Default;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operator's own systems, asked over HTTP; null: not asked.
 *
 * @param identity who the bearer of a user's name and password is
 * @param reputation whether an account is welcome
 * @param charging whether an account pays
 */
public record HookSettings(
        @Nullable Endpoint identity,
        @Nullable Endpoint reputation,
        @Nullable Endpoint charging) {

    /** Checks that nobody can answer in place of the identity provider. */
    public HookSettings {
        if (identity != null && !identity.isEncrypted() && identity.secretFile() == null) {
            throw new IllegalArgumentException(
                    "policy.hooks.identity: over http any local user who gets hold of the port"
                            + " could answer for it: use https, or a secretFile, with which question and answer are signed");
        }
    }

    /** Nobody is asked. */
    public static final HookSettings NONE = new HookSettings(null, null, null);

    /**
     * One system.
     *
     * @param url {@code https}, or {@code http} on loopback
     * @param timeout of a question, 100 ms to 30 s
     * @param secretFile mode 0600; over {@code https} its first line is sent as the bearer token, over {@code http} it is not sent
     *     but signs question and answer; null: neither
     */
    public record Endpoint(
            String url,
            @Default("3s") Duration timeout,
            @Nullable Path secretFile) {

        private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
        private static final Duration MIN_TIMEOUT = Duration.ofMillis(100);
        private static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);

        /** Checks the URL and the range. */
        public Endpoint {
            URI parsed = URI.create(url);
            boolean isLoopback = parsed.getHost() != null && LOOPBACK.contains(parsed.getHost());
            if (parsed.getHost() == null
                    || parsed.getUserInfo() != null
                    || !("https".equals(parsed.getScheme()) || "http".equals(parsed.getScheme()) && isLoopback)) {
                throw new IllegalArgumentException(
                        "policy.hooks: a url is https://host/path, or http on loopback, for passwords and secrets go there");
            }
            if (timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
                throw new IllegalArgumentException("policy.hooks: a timeout is 100ms to 30s");
            }
        }

        /** Whether the other end is authenticated by TLS. */
        public boolean isEncrypted() {
            return "https".equals(uri().getScheme());
        }

        /** The URL, parsed. */
        public URI uri() {
            return URI.create(url);
        }
    }
}
