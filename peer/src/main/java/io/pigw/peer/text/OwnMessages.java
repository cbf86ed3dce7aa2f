package io.pigw.peer.text;

import io.pigw.overlay.port.NodePorts;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.signing.SignedContent;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Writes a node's own messages and signs them.
 *
 * @param self the node and where it listens
 */
record OwnMessages(String overlay, NodeContact self, NodePorts ports) {

    /** A new message, signed now. */
    MessageRequest write(Party target, Party to, String contentType, Bytes body, CallId callId) {
        MessageRequest unsigned = new MessageRequest(
                target,
                MessageRequest.INITIAL_MAX_FORWARDS,
                new Party.Node(self.id()),
                to,
                self.id(),
                callId,
                Transaction.mint(ports.random()),
                ports.clock().instant().truncatedTo(ChronoUnit.SECONDS),
                contentType,
                null,
                null,
                List.of(self),
                body);
        return unsigned.withIdentity(new Identity(
                ports.signer().sign(SignedContent.message(overlay, unsigned)),
                ports.signer().certificate().der()));
    }
}
