package io.pigw.csp.relay;

import io.pigw.overlay.limit.DistinctRecipients;
import io.pigw.overlay.limit.Rate;
import io.pigw.overlay.limit.SenderBuckets;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Takes messages from peers to the gateway (the paper, §3.2). What the gateway answers goes back as a code alone; before it has
 * answered nothing is acknowledged. On the CSP's thread.
 */
public final class PeerRelay {

    private static final int RETRY_AFTER_SECONDS = 2;

    private final PeerRelayOptions options;
    private final NodePorts ports;
    private final RelayLinks links;
    private final Function<NodeId, NodeContact> responsible;
    private final RelayedStore store;
    private final RelayEvents events;
    private final Predicate<Inbound> admission;
    private final PeerMessageRules rules;
    private final SenderBuckets buckets;
    private final DistinctRecipients recipients;
    private final ReplayCache replays;

    /**
     * Of one CSP.
     *
     * @param responsible the CSP whose arc holds a peer's ID, among those that are up
     * @param store loaded at once, so call this off the event loop
     * @param admission whether one more is let in, of those that are within their sender's rate; if not, it has answered
     */
    public PeerRelay(
            PeerRelayOptions options,
            NodePorts ports,
            RelayLinks links,
            Function<NodeId, NodeContact> responsible,
            RelayedStore store,
            RelayEvents events,
            Predicate<Inbound> admission) {
        this.options = options;
        this.ports = ports;
        this.links = links;
        this.responsible = responsible;
        this.store = store;
        this.events = events;
        this.admission = admission;
        this.rules =
                new PeerMessageRules(options.overlay(), options.self().id(), options.maxBodyBytes(), ports.verifier());
        this.buckets = new SenderBuckets(new Rate(options.messagesPerSecond(), options.burst()), ports.clock());
        this.recipients = new DistinctRecipients(options.recipientsPerHour(), ports.random());
        this.replays = new ReplayCache(store, ports.clock().instant());
    }

    /** A message of a peer; the role was checked. */
    public void onMessage(Inbound inbound, MessageRequest message) {
        NodeId peer = inbound.from().id();
        Instant now = ports.clock().instant();
        if (!buckets.tryTake(peer, 1)) {
            answer(inbound, message, busy(message));
            return;
        }
        if (!admission.test(inbound)) {
            return;
        }
        NodeContact master = responsible.apply(peer);
        if (!master.id().equals(options.self().id())) {
            outOfRange(inbound, message, master);
            return;
        }
        Optional<Status> refusal = rules.refusal(inbound.from(), message, now);
        if (refusal.isPresent()) {
            answer(inbound, message, negative(message, refusal.get()));
            return;
        }
        String sender = peer.toString();
        String recipient = message.target().toString();
        if (!recipients.admits(sender, recipient, now)) {
            events.tooManyRecipients();
            int seconds = (int) recipients.retryAfter(sender, now).toSeconds() + 1;
            answer(
                    inbound,
                    message,
                    negative(message, Status.SERVICE_UNAVAILABLE).retryAfter(seconds));
            return;
        }
        switch (replays.begin(peer, message.callId(), now, first -> answer(inbound, message, first))) {
            case RELAY -> {
                recipients.record(sender, recipient, now);
                forward(inbound, message);
            }
            case WAIT -> {}
            case DONE -> answer(inbound, message, Response.to(message, Status.OK));
            case FULL -> answer(inbound, message, busy(message));
        }
    }

    /** Drops what was remembered long enough, here and in the store. */
    public void forget() {
        replays.forget(ports.clock().instant());
        store.forget(ports.clock().instant());
    }

    /** Messages that are handed on and not answered yet. */
    public int underWay() {
        return replays.underWay();
    }

    private void outOfRange(Inbound inbound, MessageRequest message, NodeContact master) {
        switch (options.outOfRange()) {
            case REDIRECT ->
                answer(
                        inbound,
                        message,
                        negative(message, Status.MOVED_TEMPORARILY).redirectTo(master));
            case DISCARD -> events.discarded();
        }
    }

    private void forward(Inbound inbound, MessageRequest message) {
        tryGateways(inbound, message, links.gateways().iterator());
    }

    private void tryGateways(Inbound inbound, MessageRequest message, Iterator<NodeId> gateways) {
        if (!gateways.hasNext()) {
            finish(inbound, message, busy(message));
            return;
        }
        NodeId gateway = gateways.next();
        MessageRequest onward = message.forwardedBy(options.self(), Transaction.mint(ports.random()));
        events.step(message.callId(), options.self().id().toString(), gateway.toString(), "P2PSIP MESSAGE");
        links.requestOverLink(gateway, onward, options.answerTimeout(), outcome -> {
            switch (outcome) {
                case Outcome.Answered(Response response, NodeCertificate _) ->
                    finish(inbound, message, plain(message, response));
                case Outcome.Answered _ -> finish(inbound, message, busy(message));
                case Outcome.TimedOut _ -> finish(inbound, message, negative(message, Status.REQUEST_TIMEOUT));
                case Outcome.Unreachable lost
                when lost.mayHaveArrived() -> finish(inbound, message, negative(message, Status.REQUEST_TIMEOUT));
                case Outcome.Unreachable _ -> tryGateways(inbound, message, gateways);
            }
        });
    }

    private void finish(Inbound inbound, MessageRequest message, Response response) {
        replays.finished(
                inbound.from().id(), message.callId(), response, ports.clock().instant());
        answer(inbound, message, response);
    }

    /** Answers this attempt, with another's answer if it is a duplicate. */
    private void answer(Inbound inbound, MessageRequest message, Response response) {
        events.answeredPeer(response.status());
        events.step(
                message.callId(),
                options.self().id().toString(),
                inbound.from().id().toString(),
                "P2PSIP " + response.status().code() + " " + response.status().reason());
        inbound.reply().accept(response.withTransaction(message.transaction()));
    }

    private static Response plain(MessageRequest message, Response ofGateway) {
        Status status = PlainStatus.of(ofGateway.status().code());
        return status.isSuccess()
                ? Response.to(message, status)
                : negative(message, status).retryAfter(ofGateway.retryAfterSeconds());
    }

    private static Response busy(MessageRequest message) {
        return negative(message, Status.SERVICE_UNAVAILABLE).retryAfter(RETRY_AFTER_SECONDS);
    }

    /** Repeats neither From nor To: whatever ID a peer guesses, it gets no byte of it back. */
    private static Response negative(MessageRequest message, Status status) {
        return new Response(status, message.transaction(), message.callId(), null, null, null, null, 0, message.via());
    }
}
