package io.pigw.peer.text;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.peer.membership.CspChoice;
import io.pigw.runtime.trace.MessageTrace;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends a peer's messages to its master CSP (the paper, §3.2 step 1). One that does not take it is followed by the next, with the
 * same Call-ID and a fresh Transaction, so that the gateway takes the message once however often it comes. On the peer's thread.
 */
public final class Sender {

    private static final int MAX_ATTEMPTS = 5;
    private static final int MAX_UNDER_WAY = 1_000;
    private static final int MAX_PAUSE_SECONDS = 5;

    private final OwnMessages own;
    private final NodeContact self;
    private final NodePorts ports;
    private final CspChoice csps;
    private final MessageTrace trace;
    private final Duration answerTimeout;
    private int underWay;

    /**
     * Of one peer.
     *
     * @param self the peer and where it listens
     * @param answerTimeout of one attempt
     */
    public Sender(
            String overlay,
            NodeContact self,
            NodePorts ports,
            CspChoice csps,
            MessageTrace trace,
            Duration answerTimeout) {
        this.own = new OwnMessages(overlay, self, ports);
        this.self = self;
        this.ports = ports;
        this.csps = csps;
        this.trace = trace;
        this.answerTimeout = answerTimeout;
    }

    /**
     * Sends one message.
     *
     * @param then called once, with 503 at once when too many are under way
     */
    public void send(Party to, String contentType, Bytes body, Consumer<SendResult> then) {
        CallId callId = CallId.mint(ports.random());
        if (underWay >= MAX_UNDER_WAY) {
            then.accept(new SendResult(callId, Status.SERVICE_UNAVAILABLE));
            return;
        }
        underWay++;
        MessageRequest message = own.write(to, to, contentType, body, callId);
        attempt(csps.first(), message, 1, status -> {
            underWay--;
            then.accept(new SendResult(callId, status));
        });
    }

    /** Sends one message to a node of the overlay, for a client, whose CSP takes it there; as {@link #send}. */
    public void sendToNode(
            CallId callId, NodeId node, Party named, String contentType, Bytes body, Consumer<SendResult> then) {
        if (underWay >= MAX_UNDER_WAY) {
            then.accept(new SendResult(callId, Status.SERVICE_UNAVAILABLE));
            return;
        }
        underWay++;
        MessageRequest message = own.write(new Party.Node(node), named, contentType, body, callId);
        attempt(csps.first(), message, 1, status -> {
            underWay--;
            then.accept(status.isSuccess() ? SendResult.delivered(callId, node) : new SendResult(callId, status));
        });
    }

    private void attempt(NodeContact csp, MessageRequest message, int number, Consumer<Status> end) {
        trace.record(message.callId(), self.id().toString(), csp.id().toString(), "P2PSIP MESSAGE");
        MessageRequest fresh = message.withTransaction(Transaction.mint(ports.random()));
        ports.transport().request(csp, fresh, answerTimeout, outcome -> {
            switch (outcome) {
                case Outcome.Answered(Response response, NodeCertificate _) ->
                    onResponse(csp, response, message, number, end);
                case Outcome.Answered _ -> end.accept(Status.BAD_REQUEST);
                case Outcome.TimedOut _ -> next(csp, Status.REQUEST_TIMEOUT, message, number, end);
                case Outcome.Unreachable lost ->
                    next(
                            csp,
                            lost.mayHaveArrived() ? Status.REQUEST_TIMEOUT : Status.TEMPORARILY_UNAVAILABLE,
                            message,
                            number,
                            end);
            }
        });
    }

    private void onResponse(
            NodeContact csp, Response response, MessageRequest message, int number, Consumer<Status> end) {
        csps.worked(csp.id());
        int code = response.status().code();
        Optional<NodeContact> redirected = code == Status.MOVED_TEMPORARILY.code() && response.contact() != null
                ? csps.known(response.contact())
                : Optional.empty();
        if (number >= MAX_ATTEMPTS) {
            end.accept(response.status());
        } else if (redirected.isPresent()) {
            attempt(redirected.get(), message, number + 1, end);
        } else if (code == Status.SERVICE_UNAVAILABLE.code()) {
            Duration pause = Duration.ofSeconds(Math.clamp(response.retryAfterSeconds(), 1, MAX_PAUSE_SECONDS));
            ports.scheduler().schedule(pause, () -> attempt(csps.first(), message, number + 1, end));
        } else {
            end.accept(response.status());
        }
    }

    private void next(NodeContact csp, Status why, MessageRequest message, int number, Consumer<Status> end) {
        csps.failed(csp.id());
        if (number >= MAX_ATTEMPTS) {
            end.accept(why);
        } else {
            attempt(csps.first(), message, number + 1, end);
        }
    }
}
