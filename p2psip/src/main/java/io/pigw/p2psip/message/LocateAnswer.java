package io.pigw.p2psip.message;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;

/**
 * Where a node was found just now.
 *
 * @param destination the node that was looked for
 * @param contact the node itself and where it listens; or, for one that nobody can dial, the CSP to which it keeps a link
 */
public record LocateAnswer(Transaction transaction, NodeId destination, NodeContact contact) implements PingMessage {

    /** Whether the node itself is dialled, and not a CSP that reaches it. */
    public boolean isDirect() {
        return contact.id().equals(destination);
    }
}
