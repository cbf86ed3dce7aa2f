package io.pigw.enrollment.ca;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.util.List;

/** Whom a certificate is about. All of it is the authority's choice; a request contributes its public key alone. */
public sealed interface Subject {

    /**
     * A node of the overlay (profile after RFC 6940 §11.3).
     *
     * @param id chosen by the authority
     * @param role what the node may do
     * @param users the names of the account, normalised; may be empty
     */
    record Node(NodeId id, Role role, List<Party.User> users) implements Subject {
        /** Copies the list; the enrollment server itself is enrolled by nobody. */
        public Node {
            if (role == Role.ENROLLMENT) {
                throw new IllegalArgumentException("the enrollment server's own certificate is a Messenger's");
            }
            users = List.copyOf(users);
        }
    }

    /**
     * The enrollment server where it is a node: it brings revocations to the CSPs.
     *
     * @param id drawn at random once
     */
    record Messenger(NodeId id) implements Subject {}

    /**
     * The enrollment server's own HTTPS end.
     *
     * @param names DNS names and IP addresses by which clients reach it, at least one
     */
    record Server(List<String> names) implements Subject {
        /** Copies the list. */
        public Server {
            if (names.isEmpty()) {
                throw new IllegalArgumentException("a server certificate needs a name");
            }
            names = List.copyOf(names);
        }
    }

    /** A delegated signer of OCSP answers for the authority that issues its certificate (RFC 6960 §4.2.2.2). */
    record OcspSigner() implements Subject {}

    /** A delegated signer of the server's other statements: {@link Statement} says which. */
    record StatementSigner(Statement about) implements Subject {}
}
