package io.pigw.p2psip.message;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import java.util.List;

/** Resolves user names (RFC 6940 §7.4.2 calls it Fetch). */
public sealed interface NameMessage extends P2psipMessage {

    /** The most nodes of one answer. */
    int MAX_NODES = 32;

    /** Asks which nodes are certified for a user name. */
    record Fetch(Transaction transaction, Party.User user) implements NameMessage {}

    /**
     * The nodes that the answerer knows; none is not an error.
     *
     * @param nodes at most 32
     */
    record FetchAnswer(Transaction transaction, List<NodeId> nodes) implements NameMessage {
        /** Checks the size and copies the list. */
        public FetchAnswer {
            if (nodes.size() > MAX_NODES) {
                throw new IllegalArgumentException("at most " + MAX_NODES + " nodes");
            }
            nodes = List.copyOf(nodes);
        }
    }
}
