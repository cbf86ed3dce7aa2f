package io.pigw.overlay.ping;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.chord.RoutingView;
import io.pigw.overlay.ping.PingOptions.Origins;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The CSP's side of a ping: multicasts it on several routes with distinct first hops, the nearest known nodes anti-clockwise
 * of the destination (the paper, §2.3), and takes the first valid answer.
 */
public final class Pinger {

    private final LocalNode local;
    private final NodePorts ports;
    private final RoutingView view;
    private final Supplier<List<NodeContact>> others;
    private final PingOptions options;
    private final PingEvents events;
    private final RouteChecks checks;
    private final HandOver handOver;
    private final Map<String, Multicast> pending = new HashMap<>();

    /** Of a CSP that knows no other; its signer's certificate bears that role. */
    public Pinger(LocalNode local, NodePorts ports, RoutingView view, PingOptions options, PingEvents events) {
        this(local, ports, view, List::of, options, events);
    }

    /**
     * Of a CSP; its signer's certificate bears that role.
     *
     * @param others the other CSPs that are up
     */
    public Pinger(
            LocalNode local,
            NodePorts ports,
            RoutingView view,
            Supplier<List<NodeContact>> others,
            PingOptions options,
            PingEvents events) {
        this.local = local;
        this.ports = ports;
        this.view = view;
        this.others = others;
        this.options = options;
        this.events = events;
        this.checks = new RouteChecks(local, ports.verifier());
        this.handOver = new HandOver(ports, view, options);
    }

    /**
     * Looks for a node.
     *
     * @param then called once, within the time limit; perhaps within this call
     */
    public void ping(NodeId destination, Consumer<PingOutcome> then) {
        ping(destination, options.routes(), options.origins(), then);
    }

    /**
     * Looks for a node on another number of routes than usual.
     *
     * @param routes copies, 1 to 32
     * @param origins where they begin
     * @param then called once, within the time limit; perhaps within this call
     */
    public void ping(NodeId destination, int routes, Origins origins, Consumer<PingOutcome> then) {
        if (pending.size() >= options.maxPending()) {
            then.accept(new PingOutcome.NotFound(PingOutcome.Reason.OVERLOADED));
            return;
        }
        if (!local.ring().contains(destination) || destination.equals(local.id())) {
            then.accept(new PingOutcome.NotFound(PingOutcome.Reason.NO_ROUTE));
            return;
        }
        Duration patience = options.timeLimit().dividedBy(PingOptions.SHARE_BEFORE_OTHERS);
        Duration rest = options.timeLimit().minus(patience);
        List<NodeContact> own = view.closestPreceding(destination, 3 * routes + options.tries() - 1);
        List<NodeContact> elsewhere = elsewhere(destination, routes);
        Optional<Multicast> first = origins == Origins.OTHERS
                ? volley(destination, elsewhere, routes, options.timeLimit())
                : volley(destination, own, routes, options.timeLimit());
        Supplier<Optional<Multicast>> second = () -> origins == Origins.BOTH
                ? volley(destination, otherWays(own, elsewhere, routes), 2 * routes, rest)
                : Optional.empty();
        new Search(ports.scheduler(), patience, second, volley -> pending.remove(volley.nonce()), then).start(first);
    }

    private List<NodeContact> elsewhere(NodeId destination, int max) {
        return OtherOrigins.of(local.ring(), local.id(), destination, others.get(), max);
    }

    /** The first hops of a second volley: other CSPs, and those of the own table that were not the first volley's. */
    private static List<NodeContact> otherWays(List<NodeContact> own, List<NodeContact> elsewhere, int used) {
        List<NodeContact> unused = own.subList(Math.min(used, own.size()), own.size());
        return Stream.concat(elsewhere.stream(), unused.stream()).distinct().toList();
    }

    private Optional<Multicast> volley(NodeId destination, List<NodeContact> firstHops, int most, Duration limit) {
        if (firstHops.isEmpty() || pending.size() >= options.maxPending()) {
            return Optional.empty();
        }
        int routes = Math.min(most, PingTerms.MAX_ROUTES);
        Multicast multicast =
                new Multicast(local, ports, options.withRoutes(routes), handOver, destination, firstHops, limit);
        pending.put(multicast.nonce(), multicast);
        events.sent(multicast.routes());
        return Optional.of(multicast);
    }

    /** Takes a {@link PingResponse} that came over a link. Nothing answers it. */
    public void onPingResponse(Inbound inbound, PingResponse response) {
        Multicast multicast = pending.get(response.terms().nonce());
        NodeCertificate signer = multicast == null ? null : signerOf(inbound, response);
        if (multicast == null || signer == null || !multicast.matches(response)) {
            events.dropped(PingDrop.UNEXPECTED_ANSWER);
            return;
        }
        if (!ports.verifier()
                .verify(
                        signer,
                        SignedContent.pingResponse(local.overlay(), response),
                        response.identity().signature())) {
            events.dropped(PingDrop.BAD_SIGNATURE);
            return;
        }
        multicast.located(response, signer);
    }

    private @Nullable NodeCertificate signerOf(Inbound inbound, PingResponse response) {
        NodeCertificate signer = checks.validated(response.identity().certificate());
        NodeId id = response.destination().id();
        return signer != null
                        && signer.role().isRingMember()
                        && signer.id().equals(id)
                        && inbound.from().id().equals(id)
                ? signer
                : null;
    }
}
