package io.pigw.overlay.ping;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.chord.RoutingView;
import io.pigw.overlay.limit.Rate;
import io.pigw.overlay.limit.SenderBuckets;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodePorts;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member of the ring that passes pings on: checks what is cheap, appends its signed entry and hands the ping to the next best
 * node, or to another when that one does not take it; signs the previous hop a receipt, and keeps the next one's for the CSP that
 * may ask. Full verification is the destination's.
 */
public final class PingForwarder {

    /** The most entries of a route. */
    public static final int MAX_ENTRIES = 32;

    /** Copies of one CSP's pings for this node: each may cost as many signature checks as it has entries. */
    static final Rate OF_ONE_CSP = new Rate(1_500, 3_000);

    /** Copies for this node with a bad entry, of one previous hop, that are not remembered, so that the good ones may still come. */
    static final Rate BAD_ROUTES = new Rate(1, 30);

    private final LocalNode local;
    private final NodePorts ports;
    private final RoutingView view;
    private final PingOptions options;
    private final PingDestination destination;
    private final PingEvents events;
    private final RouteChecks checks;
    private final ReplayCache replays;
    private final SenderBuckets signers;
    private final SenderBuckets badRoutes;
    private final HandOver handOver;
    private final NodeTrust trust;
    private final ReceiptChecks receiptChecks;
    private final Receipts receipts = new Receipts();
    private final AuditResponder audits;
    private final PingMarks marks;

    /** One that knows nothing of anybody, and nothing of what it took before. */
    public PingForwarder(
            LocalNode local,
            NodePorts ports,
            RoutingView view,
            PingOptions options,
            PingDestination destination,
            PingEvents events) {
        this(local, ports, view, options, destination, NodeTrust.NONE, new MemoryPingMarkStore(), events);
    }

    /**
     * One that prefers some nodes, and knows over restarts what it took. Made by a thread that may block.
     *
     * @param destination takes the pings that are for this node
     * @param trust whom pings are rather not passed to
     * @param kept up to when it took pings
     */
    public PingForwarder(
            LocalNode local,
            NodePorts ports,
            RoutingView view,
            PingOptions options,
            PingDestination destination,
            NodeTrust trust,
            PingMarkStore kept,
            PingEvents events) {
        this.local = local;
        this.ports = ports;
        this.view = view;
        this.options = options;
        this.destination = destination;
        this.events = events;
        this.checks = new RouteChecks(local, ports.verifier());
        this.replays = new ReplayCache(options.clockTolerance());
        this.signers = new SenderBuckets(OF_ONE_CSP, ports.clock());
        this.badRoutes = new SenderBuckets(BAD_ROUTES, ports.clock());
        this.trust = trust;
        this.receiptChecks = new ReceiptChecks(local, ports, checks);
        this.audits = new AuditResponder(receipts, ports.clock());
        this.handOver = new HandOver(ports, view, options, receiptChecks);
        this.marks = new PingMarks(kept, options.clockTolerance(), ports.clock());
    }

    /** Takes a {@link PingRequest} that came over a link. */
    public void onPingRequest(Inbound inbound, PingRequest ping) {
        settle(inbound, ping, take(inbound, ping));
    }

    /** Takes no more pings, and has written down up to when it took them. Idempotent. */
    public void close() {
        marks.close();
    }

    private void settle(Inbound inbound, PingRequest ping, @Nullable PingDrop wrong) {
        if (wrong != null) {
            events.dropped(wrong);
            if (wrong.isProofAgainstWhoeverBroughtIt()) {
                events.misbehaved(inbound.from(), wrong);
            }
            inbound.reply().accept(Response.to(ping, wrong.status()));
        }
    }

    /** Shows a CSP to whom this node passed the CSP's ping. */
    public void onAuditRequest(Inbound inbound, AuditRequest request) {
        audits.onRequest(inbound, request);
    }

    private @Nullable PingDrop take(Inbound inbound, PingRequest ping) {
        PingTerms terms = ping.terms();
        if (!inbound.from().role().isRingMember()) {
            return PingDrop.WRONG_ROLE;
        }
        if (terms == null || ping.route().isEmpty()) {
            return PingDrop.UNSIGNED;
        }
        boolean mine = ping.destination().equals(local.id());
        PingDrop wrong = checkCheaply(inbound.from().id(), ping, terms, mine);
        if (wrong != null) {
            return wrong;
        }
        List<NodeContact> candidates = mine ? List.of() : candidates(ping);
        if (!mine && candidates.isEmpty()) {
            return PingDrop.NOBODY;
        }
        if (!mine && handOver.pending() >= options.maxPending()) {
            return PingDrop.OVERLOADED;
        }
        wrong = checks.checkEntryZero(ping, terms);
        if (wrong != null) {
            return wrong;
        }
        wrong = checks.wrongWithLast(ping, inbound.from());
        if (wrong != null) {
            return wrong;
        }
        if (!marks.take(ping.csp().id(), signed(terms))) {
            return hold(inbound, ping, terms);
        }
        if (mine) {
            return takeOwn(inbound, ping, terms);
        }
        if (!replays.remember(ping.csp().id(), terms, ports.clock().instant())) {
            return PingDrop.OVERLOADED;
        }
        forward(ping, terms, candidates);
        inbound.reply().accept(receiptChecks.sign(ping));
        return null;
    }

    /** Until it is on disk that such a ping was taken; then it is looked at anew, for another copy may have come meanwhile. */
    private @Nullable PingDrop hold(Inbound inbound, PingRequest ping, PingTerms terms) {
        boolean held = marks.hold(
                ping.csp().id(),
                signed(terms),
                mayBeTaken -> settle(inbound, ping, mayBeTaken ? take(inbound, ping) : PingDrop.OVERLOADED));
        return held ? null : PingDrop.OVERLOADED;
    }

    /**
     * What is for this node is verified as a whole. With a bad entry it is as if it had not come, but that the previous hop, which need
     * not know, gets its receipt: the same copy may still come with good ones. Who brings too many of these uses the copies up.
     */
    private @Nullable PingDrop takeOwn(Inbound inbound, PingRequest ping, PingTerms terms) {
        if (!signers.tryTake(ping.csp().id(), 1)) {
            return PingDrop.OVERLOADED;
        }
        boolean valid = checks.areHopsValid(ping);
        boolean remembered = valid || !badRoutes.tryTake(inbound.from().id(), 1);
        if (remembered
                && !replays.remember(ping.csp().id(), terms, ports.clock().instant())) {
            return PingDrop.OVERLOADED;
        }
        inbound.reply().accept(receiptChecks.sign(ping));
        if (valid) {
            destination.onCopy(ping, terms);
        } else {
            events.dropped(PingDrop.BAD_ROUTE);
        }
        return null;
    }

    private @Nullable PingDrop checkCheaply(NodeId from, PingRequest ping, PingTerms terms, boolean mine) {
        List<RouteEntry> route = ping.route();
        RouteEntry last = route.getLast();
        if (!last.signer().equals(from)
                || !last.next().equals(local.id())
                || !route.getFirst().signer().equals(ping.csp().id())) {
            return PingDrop.WRONG_LINK;
        }
        if (route.stream().anyMatch(entry -> entry.signer().equals(local.id()))) {
            return PingDrop.LOOP;
        }
        if (!RouteChecks.isChain(route)) {
            return PingDrop.WRONG_LINK;
        }
        if (route.size() > MAX_ENTRIES || !mine && (route.size() == MAX_ENTRIES || ping.maxForwards() == 0)) {
            return PingDrop.TOO_LONG;
        }
        if (ping.maxForwards() != MAX_ENTRIES + 1 - route.size() || !RouteChecks.hasCertificates(ping)) {
            return PingDrop.ALTERED;
        }
        if (!isFresh(ping.csp().id(), terms)) {
            return PingDrop.EXPIRED;
        }
        return replays.contains(ping.csp().id(), terms) ? PingDrop.DUPLICATE : null;
    }

    /** What this node forgot when it started may not come again (protocol: freshness). */
    private boolean isFresh(NodeId csp, PingTerms terms) {
        Instant now = ports.clock().instant();
        return !terms.expires().plus(options.clockTolerance()).isBefore(now)
                && !signed(terms).minus(options.clockTolerance()).isAfter(now)
                && !marks.isBeforeStart(csp, signed(terms));
    }

    private static Instant signed(PingTerms terms) {
        return terms.expires().minus(PingOptions.LIFETIME);
    }

    private List<NodeContact> candidates(PingRequest ping) {
        List<NodeContact> nearest =
                view
                        .closestPreceding(
                                ping.destination(),
                                options.choice() + ping.route().size())
                        .stream()
                        .filter(c ->
                                ping.route().stream().noneMatch(e -> e.signer().equals(c.id())))
                        .toList();
        return trust.ranked(handOver.willingFirst(nearest, ping.destination()), ping.destination()).stream()
                .limit(options.asked())
                .toList();
    }

    private void forward(PingRequest ping, PingTerms terms, List<NodeContact> candidates) {
        receipts.begin(ping.csp().id(), terms);
        handOver.start(candidates, next -> extended(ping, next), taken -> {
            receipts.end(ping.csp().id(), terms);
            taken.ifPresentOrElse(next -> onTaken(ping, terms, next), () -> events.dropped(PingDrop.NOT_TAKEN));
        });
    }

    private void onTaken(PingRequest ping, PingTerms terms, HandOver.Taken taken) {
        events.forwarded();
        receipts.keep(
                ping.csp().id(),
                terms,
                taken.ping().route().getLast(),
                taken.receipt().taker(),
                taken.receipt().identity(),
                ports.clock().instant());
    }

    private PingRequest extended(PingRequest ping, NodeContact next) {
        RouteEntry previous = ping.route().getLast();
        RouteEntry entry = new RouteEntry(
                local.id(),
                next.id(),
                ports.signer().certificate().sha256(),
                ports.signer().sign(SignedContent.hopEntry(local.overlay(), previous, local.id(), next.id())));
        return ping.extendedBy(entry, ports.signer().certificate().der(), Transaction.mint(ports.random()));
    }
}
