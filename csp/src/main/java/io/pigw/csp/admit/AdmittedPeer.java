package io.pigw.csp.admit;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Party;
import io.pigw.runtime.identity.Issued;
import java.time.Instant;
import java.util.List;

/**
 * A peer that was admitted.
 *
 * @param contact its ID and the address that was verified by dialling it
 * @param users the names in its certificate
 * @param certificateSha256 of its certificate, 32 bytes
 * @param path its certificate and the CAs above it but the root, as lists of revoked ones name them; empty: not known
 * @param admittedAt when
 */
public record AdmittedPeer(
        NodeContact contact, List<Party.User> users, Bytes certificateSha256, List<Issued> path, Instant admittedAt) {

    /** Copies the lists. */
    public AdmittedPeer {
        users = List.copyOf(users);
        path = List.copyOf(path);
    }

    /** Whether nothing has to be verified anew: the address is the same, and so are the names. */
    boolean isLike(AdmittedPeer other) {
        return contact.equals(other.contact) && users.equals(other.users);
    }

    /** Whether the certificate is another one, or more is known of it. */
    boolean isRenewed(AdmittedPeer before) {
        return !certificateSha256.equals(before.certificateSha256) || !path.equals(before.path);
    }
}
