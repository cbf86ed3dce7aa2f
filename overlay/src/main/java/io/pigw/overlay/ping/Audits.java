package io.pigw.overlay.ping;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.limit.SenderBuckets;
import io.pigw.overlay.port.NodePorts;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.p2psip.message.RouteEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of the copies of pings that are over: late ones are waited for, then their routes are asked. */
final class Audits {

    /** Links of one arrived copy that count: as many as most routes have. */
    private static final int MERITS = 4;

    private final LocalNode local;
    private final NodePorts ports;
    private final AuditOptions options;
    private final ReceiptChecks receipts;
    private final LinkOutcomes outcomes;
    private final GoodWays ways;
    private final SenderBuckets rate;
    private final SenderBuckets rateOfOne;
    private final Map<String, Multicast> watched = new HashMap<>();

    Audits(
            LocalNode local,
            NodePorts ports,
            AuditOptions options,
            ReceiptChecks receipts,
            LinkOutcomes outcomes,
            GoodWays ways) {
        this.local = local;
        this.ports = ports;
        this.options = options;
        this.receipts = receipts;
        this.outcomes = outcomes;
        this.ways = ways;
        this.rate = new SenderBuckets(options.rate(), ports.clock());
        this.rateOfOne = new SenderBuckets(options.rateOfOne(), ports.clock());
    }

    /** Whether anybody hears what is found out. */
    boolean isOn() {
        return !outcomes.equals(LinkOutcomes.NONE);
    }

    /** The ping is over, and its destination lives: copies that it has not named yet may still come, or are lost. */
    void watch(Multicast multicast) {
        if (isOn() && watched.size() < options.maxWatched()) {
            watched.put(multicast.nonce(), multicast);
            var _ = ports.scheduler().schedule(options.patience(), () -> audit(multicast));
        }
    }

    /** A ping whose late copies are waited for. */
    Optional<Multicast> watched(String nonce) {
        return Optional.ofNullable(watched.get(nonce));
    }

    /**
     * A copy arrived: all nodes of its route passed it on. That it came to its destination says nothing of that one. Of a route that is
     * longer than most, some links are drawn: those in league can make one as long as they like.
     *
     * @param first whether it was the first of its ping
     */
    void arrived(PingResponse response, boolean first) {
        Instant now = ports.clock().instant();
        if (first) {
            ways.arrived(
                    response.destination().id(), response.route().getFirst().next(), now);
        }
        for (RouteEntry entry :
                some(response.route().subList(0, response.route().size() - 1))) {
            outcomes.saw(new LinkOutcome(
                    LinkOutcome.Kind.PASSED,
                    entry.signer(),
                    entry.next(),
                    response.destination().id(),
                    now));
        }
    }

    private List<RouteEntry> some(List<RouteEntry> passed) {
        if (passed.size() <= MERITS) {
            return passed;
        }
        List<RouteEntry> drawn = new ArrayList<>(passed);
        for (int i = 0; i < MERITS; i++) {
            Collections.swap(drawn, i, i + ports.random().nextInt(drawn.size() - i));
        }
        return drawn.subList(0, MERITS);
    }

    private void audit(Multicast multicast) {
        watched.remove(multicast.nonce());
        for (int copy = 0; copy < multicast.routes(); copy++) {
            HandOver.@Nullable Taken taken = multicast.taken(copy);
            if (taken != null && !multicast.hasArrived(copy)) {
                ways.lost(multicast.destination(), taken.receipt().taker().id());
            }
            if (taken != null
                    && isToBeAsked(multicast, copy)
                    && rateOfOne.tryTake(taken.receipt().taker().id(), 1)
                    && rate.tryTake(local.id(), 1)) {
                int asked = copy;
                new RouteAudit(
                                local,
                                ports,
                                receipts,
                                multicast.destination(),
                                multicast.terms(copy),
                                options.answerTimeout(),
                                outcomes,
                                outcome -> multicast.audited(asked, outcome))
                        .ask(taken.ping().route().getLast(), taken.receipt().taker());
            }
        }
    }

    private boolean isToBeAsked(Multicast multicast, int copy) {
        return !multicast.hasArrived(copy) || ports.random().nextDouble() < options.arrivedShare();
    }
}
