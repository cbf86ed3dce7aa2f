package io.pigw.csp.relay;

import io.pigw.csp.locate.Location;
import io.pigw.csp.locate.Locator;
import io.pigw.overlay.limit.Rate;
import io.pigw.overlay.limit.SenderBuckets;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Hands on messages from one node to another where one of the two cannot be dialled. Peers deliver to each other themselves.
 *
 * <ul>
 *   <li>To a node that keeps a link to this CSP because nobody can dial it: from peers, clients, and the CSPs of clients.
 *   <li>From a client of this CSP, which dials nobody but its CSP: to any node.
 * </ul>
 *
 * Nothing is stored: the answer is the destination's own, and the destination takes a message once however often it comes. On the
 * CSP's thread.
 */
public final class NodeRelay {

    /** Messages at once, whoever sent them. */
    static final int MAX_UNDER_WAY = 1_024;

    /** Of these, from one peer or client, well below {@link #MAX_TO_ONE}: nobody uses up a node's share alone. */
    static final int MAX_OF_ONE = 16;

    /** Of these, to one node: who does not answer holds up nobody else's messages. */
    static final int MAX_TO_ONE = 64;

    private static final int RETRY_AFTER_SECONDS = 2;

    private final PeerRelayOptions options;
    private final NodePorts ports;
    private final RelayLinks links;
    private final Ways ways;
    private final RelayEvents events;
    private final Predicate<Inbound> admission;
    private final PeerMessageRules rules;
    private final SenderBuckets buckets;
    private final SenderBuckets searches;
    private final Map<NodeId, Integer> fromOne = new HashMap<>();
    private final Map<NodeId, Integer> toOne = new HashMap<>();
    private int underWay;

    /**
     * Where nodes are.
     *
     * @param responsible the CSP whose arc holds an ID, among those that are up
     * @param isOverFlow whether a node keeps a link to this CSP because nobody can dial it
     * @param locator finds the others
     * @param rate how often it looks for one client
     */
    public record Ways(
            Function<NodeId, NodeContact> responsible, Predicate<NodeId> isOverFlow, Locator locator, Rate rate) {}

    /**
     * Of one CSP; its answers come from destinations, for which {@code options.answerTimeout()} is the time.
     *
     * @param admission whether one more is let in, of those that are within their sender's rate; if not, it has answered
     */
    public NodeRelay(
            PeerRelayOptions options,
            NodePorts ports,
            RelayLinks links,
            Ways ways,
            RelayEvents events,
            Predicate<Inbound> admission) {
        this.options = options;
        this.ports = ports;
        this.links = links;
        this.ways = ways;
        this.events = events;
        this.admission = admission;
        this.rules =
                new PeerMessageRules(options.overlay(), options.self().id(), options.maxBodyBytes(), ports.verifier());
        this.buckets = new SenderBuckets(new Rate(options.messagesPerSecond(), options.burst()), ports.clock());
        this.searches = new SenderBuckets(ways.rate(), ports.clock());
    }

    /** A message of a peer, a client or a CSP, to a node. */
    public void onMessage(Inbound inbound, MessageRequest message, NodeId destination) {
        Role role = inbound.from().role();
        NodeId from = inbound.from().id();
        if (underWay >= MAX_UNDER_WAY
                || role != Role.CSP && fromOne.getOrDefault(from, 0) >= MAX_OF_ONE
                || toOne.getOrDefault(destination, 0) >= MAX_TO_ONE
                || role != Role.CSP && !buckets.tryTake(from, 1)) {
            answer(inbound, message, Status.SERVICE_UNAVAILABLE);
            return;
        }
        if (!admission.test(inbound)) {
            return;
        }
        NodeContact master = ways.responsible().apply(from);
        if (role == Role.CLIENT && !master.id().equals(options.self().id())) {
            outOfRange(inbound, message, master);
            return;
        }
        Optional<Status> refusal =
                rules.refusalBetweenNodes(inbound.from(), message, ports.clock().instant());
        if (refusal.isPresent()) {
            answer(inbound, message, refusal.get());
            return;
        }
        underWay++;
        fromOne.merge(from, 1, Integer::sum);
        toOne.merge(destination, 1, Integer::sum);
        Consumer<Status> end = status -> {
            underWay--;
            fromOne.computeIfPresent(from, NodeRelay::oneLess);
            toOne.computeIfPresent(destination, NodeRelay::oneLess);
            answer(inbound, message, status);
        };
        if (ways.isOverFlow().test(destination)) {
            overLink(destination, destination, message, end);
        } else if (role == Role.CLIENT && !searches.tryTake(from, 1)) {
            end.accept(Status.SERVICE_UNAVAILABLE);
        } else if (role == Role.CLIENT) {
            locate(destination, message, end);
        } else {
            end.accept(Status.TEMPORARILY_UNAVAILABLE);
        }
    }

    /** Messages that are handed on and not answered yet. */
    public int underWay() {
        return underWay;
    }

    private static @Nullable Integer oneLess(NodeId node, int before) {
        return before == 1 ? null : before - 1;
    }

    /** Whether it is one for {@link #onMessage}; it is an IMS user's, or names a user, otherwise. */
    public static Optional<NodeId> destination(MessageRequest message) {
        return message.target() instanceof Party.Node(NodeId node) ? Optional.of(node) : Optional.empty();
    }

    private void locate(NodeId destination, MessageRequest message, Consumer<Status> end) {
        ways.locator().locate(destination, message.callId(), true, location -> {
            switch (location) {
                case Location.At(NodeContact contact, boolean _) ->
                    links.requestDialled(contact, onward(contact.id(), message), options.answerTimeout(), ended(end));
                case Location.OverFlow(NodeId node, boolean _) -> overLink(node, destination, message, end);
                case Location.AtCsp(NodeContact csp) -> overLink(csp.id(), destination, message, end);
                case Location.Nowhere _ -> end.accept(Status.TEMPORARILY_UNAVAILABLE);
            }
        });
    }

    private void overLink(NodeId to, NodeId destination, MessageRequest message, Consumer<Status> end) {
        links.requestOverLink(to, onward(destination, message), options.answerTimeout(), ended(end));
    }

    private MessageRequest onward(NodeId destination, MessageRequest message) {
        events.step(message.callId(), options.self().id().toString(), destination.toString(), "P2PSIP MESSAGE");
        return message.forwardedBy(options.self(), Transaction.mint(ports.random()));
    }

    private static Consumer<Outcome> ended(Consumer<Status> end) {
        return outcome -> end.accept(
                switch (outcome) {
                    case Outcome.Answered(Response response, NodeCertificate _) ->
                        PlainStatus.of(response.status().code());
                    case Outcome.Answered _ -> Status.SERVICE_UNAVAILABLE;
                    case Outcome.TimedOut _ -> Status.REQUEST_TIMEOUT;
                    case Outcome.Unreachable lost when lost.mayHaveArrived() -> Status.REQUEST_TIMEOUT;
                    case Outcome.Unreachable _ -> Status.TEMPORARILY_UNAVAILABLE;
                });
    }

    private void outOfRange(Inbound inbound, MessageRequest message, NodeContact master) {
        switch (options.outOfRange()) {
            case REDIRECT -> {
                events.answeredPeer(Status.MOVED_TEMPORARILY);
                inbound.reply().accept(bare(message, Status.MOVED_TEMPORARILY).redirectTo(master));
            }
            case DISCARD -> events.discarded();
        }
    }

    private void answer(Inbound inbound, MessageRequest message, Status status) {
        events.answeredPeer(status);
        events.step(
                message.callId(),
                options.self().id().toString(),
                inbound.from().id().toString(),
                "P2PSIP " + status.code() + " " + status.reason());
        boolean isBusy = status.code() == Status.SERVICE_UNAVAILABLE.code();
        inbound.reply().accept(isBusy ? bare(message, status).retryAfter(RETRY_AFTER_SECONDS) : bare(message, status));
    }

    /** Repeats neither From nor To: whatever ID a node guesses, it gets no byte of it back. */
    private static Response bare(MessageRequest message, Status status) {
        return new Response(status, message.transaction(), message.callId(), null, null, null, null, 0, message.via());
    }
}
