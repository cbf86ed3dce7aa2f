package io.pigw.enrollment.store;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate on record.
 *
 * @param node whose it is; null: the server's own, and so are account and role
 * @param replaces the serial of the certificate that it renewed; null: none
 * @param state as of the moment it was asked for
 * @param revoked when it was taken back; null: it was not
 * @param reason why, as the store of revocations names it; null: it was not
 */
public record CertificateRecord(
        BigInteger serial,
        @Nullable NodeId node,
        @Nullable String account,
        @Nullable Role role,
        List<Party.User> users,
        Instant notBefore,
        Instant notAfter,
        Instant issued,
        @Nullable BigInteger replaces,
        Filter.State state,
        @Nullable Instant revoked,
        @Nullable String reason,
        Bytes der) {
    /** Copies the list. */
    public CertificateRecord {
        users = List.copyOf(users);
    }
}
