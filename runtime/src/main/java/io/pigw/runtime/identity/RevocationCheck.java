package io.pigw.runtime.identity;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows which certificates have been revoked. Safe on any thread; never blocks. */
public interface RevocationCheck {

    /** Nothing is ever revoked. */
    RevocationCheck NONE = new RevocationCheck() {
        @Override
        public @Nullable RefusalReason objection(List<Issued> path, Instant now) {
            return null;
        }

        @Override
        public void found(List<X509Certificate> path) {}
    };

    /**
     * What stands against a certificate whose path is good: {@link RefusalReason#REVOKED},
     * {@link RefusalReason#REVOCATION_UNKNOWN} or nothing. Asked for each message: in constant time, allocating nothing.
     *
     * @param path the node's certificate, then the CAs' but for the root
     */
    @Nullable
    RefusalReason objection(List<Issued> path, Instant now);

    /**
     * A path was found good, for the first time.
     *
     * @param path the node's certificate first, the root last
     */
    void found(List<X509Certificate> path);

    /**
     * These issuing CAs are known, all signed by a root, whether or not a certificate of theirs has been seen.
     *
     * @param authorities all that were learnt so far
     */
    default void learnt(Set<X509Certificate> authorities) {}
}
