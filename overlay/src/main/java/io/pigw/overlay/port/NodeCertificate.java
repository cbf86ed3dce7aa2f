package io.pigw.overlay.port;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.time.Instant;
import java.util.List;

/**
 * What a validated certificate says of a node (profile after RFC 6940 §11.3).
 *
 * @param id from the subject alternative name {@code p2psip:586@p2p.example.net}
 * @param overlay the overlay's name, the host part of that URI
 * @param role from the policy OID
 * @param users the rfc822Name entries; the first is the one shown to IMS. May be empty
 * @param der the certificate
 * @param sha256 of {@code der}, 32 bytes
 * @param notAfter until when it is valid
 */
public record NodeCertificate(
        NodeId id, String overlay, Role role, List<Party.User> users, Bytes der, Bytes sha256, Instant notAfter) {
    /** Copies the list. */
    public NodeCertificate {
        users = List.copyOf(users);
    }

    /** Whether both are certificates of one node in one role, as before and after a renewal. */
    public boolean isSameNodeAs(NodeCertificate other) {
        return id.equals(other.id) && overlay.equals(other.overlay) && role == other.role;
    }
}
