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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
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
    private final NodeTrust trust;
    private final Predicate<NodeId> lives;
    private final GoodWays ways = new GoodWays();
    private final Audits audits;
    private final Map<String, Multicast> pending = new HashMap<>();

    /** Of a CSP that knows no other; its signer's certificate bears that role. */
    public Pinger(LocalNode local, NodePorts ports, RoutingView view, PingOptions options, PingEvents events) {
        this(local, ports, view, List::of, options, Watching.NONE, events);
    }

    /**
     * Of a CSP; its signer's certificate bears that role.
     *
     * @param others the other CSPs that are up
     * @param watching what it knows of others, and who hears what it learns
     */
    public Pinger(
            LocalNode local,
            NodePorts ports,
            RoutingView view,
            Supplier<List<NodeContact>> others,
            PingOptions options,
            Watching watching,
            PingEvents events) {
        this.local = local;
        this.ports = ports;
        this.view = view;
        this.others = others;
        this.options = options;
        this.events = events;
        this.checks = new RouteChecks(local, ports.verifier());
        this.trust = watching.trust();
        this.lives = watching.lives();
        ReceiptChecks receipts = new ReceiptChecks(local, ports, checks);
        this.handOver = new HandOver(ports, view, options, receipts);
        this.audits = new Audits(local, ports, watching.audits(), receipts, watching.outcomes(), ways);
    }

    /**
     * What a CSP knows of those that carry its pings, and who hears what it learns of them.
     *
     * @param trust whom pings are rather not sent by
     * @param lives whether a node is known to be up although it was not found: it keeps a link to this CSP. Where nobody may be,
     *     no hop is asked why it did not reach anybody
     * @param audits how routes are asked
     * @param outcomes hears what was seen of each link; {@link LinkOutcomes#NONE} for no route to be asked
     */
    public record Watching(NodeTrust trust, Predicate<NodeId> lives, AuditOptions audits, LinkOutcomes outcomes) {
        /** Nothing is known, nobody hears. */
        public static final Watching NONE =
                new Watching(NodeTrust.NONE, _ -> false, AuditOptions.DEFAULTS, LinkOutcomes.NONE);
    }

    /**
     * Looks for a node.
     *
     * @param then called once, within the time limit; perhaps within this call
     */
    public void ping(NodeId destination, Consumer<PingOutcome> then) {
        ping(destination, PingTrail.NONE, then);
    }

    /**
     * Looks for a node.
     *
     * @param trail hears what becomes of the copies
     * @param then called once, within the time limit; perhaps within this call
     */
    public void ping(NodeId destination, PingTrail trail, Consumer<PingOutcome> then) {
        ping(destination, options.routes(), options.origins(), trail, then);
    }

    /**
     * Looks for a node on another number of routes than usual.
     *
     * @param routes copies, 1 to 32
     * @param origins where they begin
     * @param then called once, within the time limit; perhaps within this call
     */
    public void ping(NodeId destination, int routes, Origins origins, Consumer<PingOutcome> then) {
        ping(destination, routes, origins, PingTrail.NONE, then);
    }

    private void ping(NodeId destination, int routes, Origins origins, PingTrail trail, Consumer<PingOutcome> then) {
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
        List<NodeContact> own = firstHops(destination, routes);
        List<NodeContact> elsewhere = trust.ranked(elsewhere(destination, routes), destination);
        Volleys volleys = new Volleys(trail, new ArrayList<>());
        int used = copies(destination, own, routes);
        Optional<Multicast> first = origins == Origins.OTHERS
                ? volley(destination, elsewhere, routes, options.timeLimit(), volleys)
                : volley(destination, own, used, options.timeLimit(), volleys);
        Supplier<Optional<Multicast>> second = () -> {
            ways.forget(destination);
            return origins == Origins.BOTH
                    ? volley(destination, otherWays(own, elsewhere, used), 2 * routes, rest, volleys)
                    : Optional.empty();
        };
        Consumer<PingOutcome> ended = outcome -> {
            if (outcome instanceof PingOutcome.Located || lives.test(destination)) {
                volleys.begun().forEach(audits::watch);
            }
            then.accept(outcome);
        };
        new Search(ports.scheduler(), patience, second, volley -> pending.remove(volley.nonce()), ended).start(first);
    }

    /** The volleys of one search, and who hears what becomes of them. */
    private record Volleys(PingTrail trail, List<Multicast> begun) {}

    /** More than are tried, so that there are trusted ones among them; the distrusted last. */
    private List<NodeContact> firstHops(NodeId destination, int routes) {
        List<NodeContact> nearest =
                handOver.willingFirst(view.closestPreceding(destination, 3 * routes + options.choice()), destination);
        return audits.isOn()
                ? trust.ranked(ways.first(destination, nearest, ports.clock().instant()), destination)
                : trust.ranked(nearest, destination);
    }

    /** Fewer by a way that was good the last times. */
    private int copies(NodeId destination, List<NodeContact> firstHops, int routes) {
        return audits.isOn()
                ? Math.max(
                        1,
                        routes
                                - ways.spared(
                                        destination, firstHops, ports.clock().instant()))
                : routes;
    }

    private List<NodeContact> elsewhere(NodeId destination, int max) {
        return OtherOrigins.of(local.ring(), local.id(), destination, others.get(), max);
    }

    /** The first hops of a second volley: other CSPs, and those of the own table that were not the first volley's. */
    private static List<NodeContact> otherWays(List<NodeContact> own, List<NodeContact> elsewhere, int used) {
        List<NodeContact> unused = own.subList(Math.min(used, own.size()), own.size());
        return Stream.concat(elsewhere.stream(), unused.stream()).distinct().toList();
    }

    private Optional<Multicast> volley(
            NodeId destination, List<NodeContact> firstHops, int most, Duration limit, Volleys volleys) {
        if (firstHops.isEmpty() || pending.size() >= options.maxPending()) {
            return Optional.empty();
        }
        int routes = Math.min(most, PingTerms.MAX_ROUTES);
        Multicast multicast = new Multicast(
                local, ports, options.withRoutes(routes), handOver, destination, firstHops, limit, volleys.trail());
        pending.put(multicast.nonce(), multicast);
        volleys.begun().add(multicast);
        events.sent(multicast.routes());
        return Optional.of(multicast);
    }

    /** Takes a {@link PingResponse} that came over a link. Nothing answers it. */
    public void onPingResponse(Inbound inbound, PingResponse response) {
        String nonce = response.terms().nonce();
        boolean isAwaited = pending.containsKey(nonce);
        Multicast multicast =
                isAwaited ? pending.get(nonce) : audits.watched(nonce).orElse(null);
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
        if (!multicast.isFirstAnswer(response)) {
            events.dropped(PingDrop.UNEXPECTED_ANSWER);
            return;
        }
        multicast.arrived(response);
        if (audits.isOn() && checks.areHopsValid(response.route(), response.certificates())) {
            audits.arrived(response, isAwaited);
        }
        if (isAwaited) {
            multicast.located(response, signer);
        }
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
