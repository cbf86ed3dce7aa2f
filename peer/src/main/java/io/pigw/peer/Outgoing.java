package io.pigw.peer;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.peer.text.ImsSender;
import io.pigw.peer.text.OverlaySender;
import io.pigw.peer.text.SendResult;
import java.util.function.Consumer;

/**
 * Sends each message the way of whom it is for. On the peer's thread.
 *
 * @param overlay the overlay's name: its users are no IMS users
 */
record Outgoing(String overlay, OverlaySender nodes, ImsSender imsUsers) {

    /** Calls back once. */
    void send(Party to, OverlaySender.Text text, Consumer<SendResult> then) {
        switch (Recipient.of(to, overlay)) {
            case Party.Node(NodeId node) -> nodes.toNode(node, text, then);
            case Party.User user when Recipient.isOf(user, overlay) -> nodes.toUser(user, text, then);
            case Party.User user -> imsUsers.send(user, text, then);
        }
    }
}
