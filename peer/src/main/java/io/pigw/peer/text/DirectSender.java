package io.pigw.peer.text;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage.Ping;
import io.pigw.p2psip.message.LocateAnswer;
import io.pigw.p2psip.message.LocateRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Status;
import io.pigw.peer.membership.CspChoice;
import io.pigw.runtime.trace.MessageTrace;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends a peer's messages to other nodes of the overlay: its CSP locates the node, then the peer dials it and hands over the message
 * itself. A node that nobody can dial gets it over the CSP that it keeps a link to. On the peer's thread.
 */
public final class DirectSender {

    private static final int MAX_UNDER_WAY = 1_000;

    private final OwnMessages own;
    private final Means means;
    private int underWay;

    /**
     * What one delivery works with.
     *
     * @param answerTimeout of a question or an attempt
     */
    record Means(NodeId self, NodePorts ports, CspChoice csps, MessageTrace trace, Duration answerTimeout) {}

    /**
     * Of one peer.
     *
     * @param self the peer and where it listens
     * @param answerTimeout of a question to a CSP, and of an attempt to deliver
     */
    public DirectSender(
            String overlay,
            NodeContact self,
            NodePorts ports,
            CspChoice csps,
            MessageTrace trace,
            Duration answerTimeout) {
        this.own = new OwnMessages(overlay, self, ports);
        this.means = new Means(self.id(), ports, csps, trace, answerTimeout);
    }

    /**
     * Sends one message to one node.
     *
     * @param named whom the user means: the node, or one of its user names
     * @param then called once: 200 when the node has it durably, 408 when that is not known, otherwise it does not; 503 at once
     *     when too many are under way
     */
    public void send(NodeId node, Party named, String contentType, Bytes body, Consumer<SendResult> then) {
        send(CallId.mint(means.ports().random()), node, named, contentType, body, then);
    }

    /**
     * Looks for a node that can be dialled and takes the certificate that it shows there.
     *
     * @param then called once; empty when nobody can dial the node, or it was not found
     */
    public void certificateOf(NodeId node, Consumer<Optional<NodeCertificate>> then) {
        NodePorts ports = means.ports();
        LocateRequest question = new LocateRequest(Transaction.mint(ports.random()), node);
        ports.transport().request(means.csps().first(), question, means.answerTimeout(), located -> {
            if (located instanceof Outcome.Answered(LocateAnswer answer, NodeCertificate csp)
                    && csp.role() == Role.CSP
                    && answer.destination().equals(node)
                    && answer.isDirect()) {
                Ping ping = new Ping(Transaction.mint(ports.random()));
                ports.transport()
                        .request(
                                answer.contact(),
                                ping,
                                means.answerTimeout(),
                                outcome -> then.accept(
                                        outcome instanceof Outcome.Answered(P2psipMessage _, NodeCertificate by)
                                                ? Optional.of(by)
                                                : Optional.empty()));
            } else {
                then.accept(Optional.empty());
            }
        });
    }

    /** As {@link #send(NodeId, Party, String, Bytes, Consumer)}, with a Call-ID that other devices get too. */
    public void send(
            CallId callId, NodeId node, Party named, String contentType, Bytes body, Consumer<SendResult> then) {
        if (underWay >= MAX_UNDER_WAY) {
            then.accept(new SendResult(callId, Status.SERVICE_UNAVAILABLE));
        } else if (node.equals(means.self())) {
            then.accept(new SendResult(callId, Status.BAD_REQUEST.because("That is the sender itself")));
        } else {
            underWay++;
            new Delivery(means, node, own.write(new Party.Node(node), named, contentType, body, callId), status -> {
                        underWay--;
                        then.accept(
                                status.isSuccess()
                                        ? SendResult.delivered(callId, node)
                                        : new SendResult(callId, status));
                    })
                    .start();
        }
    }
}
