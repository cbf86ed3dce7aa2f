package io.pigw.overlay.ping;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Scheduler;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One ping on its k routes, from the first copy to the answer or the time limit. */
final class Multicast {

    private static final int TOKEN_BYTES = 16;

    private final LocalNode local;
    private final NodePorts ports;
    private final PingOptions options;
    private final HandOver handOver;
    private final NodeId destination;
    private final List<NodeContact> firstHops;
    private final Duration timeLimit;
    private final PingTrail trail;
    private final CallId callId;
    private final PingTerms terms;
    private final Set<RouteEntry> launched = new HashSet<>();
    private final HandOver.@Nullable Taken[] taken;
    private final Set<Integer> arrived = new HashSet<>();
    private final Set<Integer> answered = new HashSet<>();
    private int outstanding;
    private int copiesTaken;
    private @Nullable Consumer<PingOutcome> then;
    private Scheduler.@Nullable Cancellable timer;

    /**
     * @param firstHops the best first; what is beyond the number of copies steps in for those that fail
     * @param timeLimit for an answer
     * @param trail hears what becomes of the copies
     */
    Multicast(
            LocalNode local,
            NodePorts ports,
            PingOptions options,
            HandOver handOver,
            NodeId destination,
            List<NodeContact> firstHops,
            Duration timeLimit,
            PingTrail trail) {
        this.local = local;
        this.ports = ports;
        this.options = options;
        this.handOver = handOver;
        this.destination = destination;
        this.firstHops = firstHops;
        this.timeLimit = timeLimit;
        this.trail = trail;
        this.callId = CallId.mint(ports.random());
        this.terms = new PingTerms(
                token(),
                token(),
                ports.clock().instant().plus(PingOptions.LIFETIME),
                Math.min(options.routes(), firstHops.size()),
                0);
        this.taken = new HandOver.@Nullable Taken[terms.routes()];
    }

    String nonce() {
        return terms.nonce();
    }

    int routes() {
        return terms.routes();
    }

    NodeId destination() {
        return destination;
    }

    PingTerms terms(int copy) {
        return terms.withRouteIndex(copy);
    }

    /** How a copy was handed to its first hop; null if none took it. */
    HandOver.@Nullable Taken taken(int copy) {
        return taken[copy];
    }

    /** Whether the destination has said that it has the copy. */
    boolean hasArrived(int copy) {
        return arrived.contains(copy);
    }

    void start(Consumer<PingOutcome> whenDone) {
        then = whenDone;
        trail.began(callId, terms.routes());
        timer = ports.scheduler()
                .schedule(timeLimit, () -> end(new PingOutcome.NotFound(PingOutcome.Reason.NO_ANSWER)));
        outstanding = terms.routes();
        for (int i = 0; i < terms.routes(); i++) {
            PingTerms copy = terms.withRouteIndex(i);
            handOver.start(hopsFor(i), next -> signed(copy, next), result -> onHandedOver(copy.routeIndex(), result));
        }
    }

    /** Ends without an outcome. */
    void stop() {
        then = null;
        if (timer != null) {
            timer.cancel();
        }
    }

    /**
     * Whether the answer is to this ping, and the route that it names began with a copy sent from here. The Call-ID, which nobody
     * signs on the way, is not compared: a hop that changed it would have the answer to a good copy thrown away.
     */
    boolean matches(PingResponse response) {
        PingTerms theirs = response.terms();
        return response.csp().equals(local.contact())
                && response.destination().id().equals(destination)
                && theirs.equals(terms.withRouteIndex(theirs.routeIndex()))
                && !response.route().isEmpty()
                && launched.contains(response.route().getFirst())
                && response.route().getLast().next().equals(destination)
                && RouteChecks.isChain(response.route());
    }

    /** Whether the destination has not answered with this copy before. */
    boolean isFirstAnswer(PingResponse response) {
        return answered.add(response.terms().routeIndex());
    }

    /** The destination has these copies; what it answers with one is all that arrived by then. */
    void arrived(PingResponse response) {
        List<Integer> named = response.arrived().stream()
                .filter(copy -> copy < terms.routes())
                .toList();
        arrived.addAll(named);
        trail.answered(callId, response.terms().routeIndex(), route(response), named);
    }

    /** The copy's route was asked, and this came out about one of its links. */
    void audited(int copy, LinkOutcome outcome) {
        trail.audited(callId, copy, outcome);
    }

    void located(PingResponse response, NodeCertificate signer) {
        end(new PingOutcome.Located(response.destination(), signer, route(response), copiesTaken));
    }

    private List<NodeId> route(PingResponse response) {
        List<NodeId> route = new ArrayList<>();
        response.route().forEach(entry -> route.add(entry.signer()));
        route.add(destination);
        return route;
    }

    private void onHandedOver(int copy, Optional<HandOver.Taken> result) {
        outstanding--;
        copiesTaken += result.isPresent() ? 1 : 0;
        taken[copy] = result.orElse(null);
        result.ifPresentOrElse(
                by -> trail.taken(callId, copy, by.receipt().taker().id()), () -> trail.notTaken(callId, copy));
        if (outstanding == 0 && copiesTaken == 0) {
            end(new PingOutcome.NotFound(PingOutcome.Reason.NO_ROUTE));
        }
    }

    private void end(PingOutcome outcome) {
        Consumer<PingOutcome> waiting = then;
        if (waiting != null) {
            then = null;
            if (timer != null) {
                timer.cancel();
            }
            waiting.accept(outcome);
        }
    }

    /** The copy's own first hop, then the spare ones. */
    private List<NodeContact> hopsFor(int copy) {
        List<NodeContact> hops = new ArrayList<>();
        hops.add(firstHops.get(copy));
        hops.addAll(firstHops.subList(terms.routes(), firstHops.size()));
        return hops.subList(0, Math.min(options.asked(), hops.size()));
    }

    private PingRequest signed(PingTerms copy, NodeContact firstHop) {
        NodeCertificate certificate = ports.signer().certificate();
        RouteEntry entry = new RouteEntry(
                local.id(),
                firstHop.id(),
                certificate.sha256(),
                ports.signer()
                        .sign(SignedContent.cspEntry(
                                local.overlay(), local.contact(), destination, copy, firstHop.id())));
        launched.add(entry);
        return new PingRequest(
                callId,
                Transaction.mint(ports.random()),
                local.contact(),
                destination,
                PingForwarder.MAX_ENTRIES,
                copy,
                List.of(entry),
                List.of(certificate.der()));
    }

    private String token() {
        byte[] bits = new byte[TOKEN_BYTES];
        ports.random().nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }
}
