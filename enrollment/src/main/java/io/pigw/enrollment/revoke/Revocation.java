package io.pigw.enrollment.revoke;

import io.pigw.p2psip.NodeId;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that was taken back.
 *
 * @param serial its serial number
 * @param issuer who signed it: hex of that authority's subject key identifier
 * @param node whose it is; null: the server's own
 * @param reason why
 * @param revokedAt when this was decided
 * @param invalidSince from when on its key or its content is not to be relied on, if that is known; not after {@code revokedAt}
 * @param notAfter when it ends anyway
 * @param actor who decided, as in the audit log
 */
public record Revocation(
        BigInteger serial,
        String issuer,
        @Nullable NodeId node,
        RevocationReason reason,
        Instant revokedAt,
        @Nullable Instant invalidSince,
        Instant notAfter,
        String actor) {

    /** Whether it may be lifted again. */
    public boolean isHold() {
        return reason == RevocationReason.CERTIFICATE_HOLD;
    }
}
