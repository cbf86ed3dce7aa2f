package io.pigw.overlay.ping;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RouteEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;

/** The receipts of those to whom this node passed pings, for as long as their CSPs may ask. */
final class Receipts {

    /** How long one is kept: a CSP asks within seconds of a ping's time limit. */
    static final Duration KEPT = Duration.ofMinutes(2);

    /** How many are kept, some 1,500 bytes each. */
    static final int MAX_RECEIPTS = 16_384;

    /** As many as pings may be handed over at a time. */
    private final Set<Key> handedOver = new HashSet<>();

    private final LinkedHashMap<Key, Receipt> kept = new LinkedHashMap<>();

    /**
     * What a hop shows.
     *
     * @param entry its own, by which it passed the ping on
     * @param taker who took it
     * @param signature the taker's
     * @param until when it is forgotten
     */
    record Receipt(RouteEntry entry, NodeContact taker, Identity signature, Instant until) {}

    private record Key(NodeId csp, String nonce, int routeIndex) {
        static Key of(NodeId csp, PingTerms terms) {
            return new Key(csp, terms.nonce(), terms.routeIndex());
        }
    }

    /** The copy is being handed over: it is not known yet who takes it. */
    void begin(NodeId csp, PingTerms terms) {
        handedOver.add(Key.of(csp, terms));
    }

    /** That is over. */
    void end(NodeId csp, PingTerms terms) {
        handedOver.remove(Key.of(csp, terms));
    }

    /** Whether the copy is being handed over now. */
    boolean isHandedOver(NodeId csp, String nonce, int routeIndex) {
        return handedOver.contains(new Key(csp, nonce, routeIndex));
    }

    void keep(NodeId csp, PingTerms terms, RouteEntry entry, NodeContact taker, Identity signature, Instant now) {
        while (!kept.isEmpty()
                && (kept.size() >= MAX_RECEIPTS
                        || kept.firstEntry().getValue().until().isBefore(now))) {
            kept.pollFirstEntry();
        }
        kept.putLast(Key.of(csp, terms), new Receipt(entry, taker, signature, now.plus(KEPT)));
    }

    /** For this copy of the CSP's ping, if there is one and its time is not over. */
    Optional<Receipt> find(NodeId csp, String nonce, int routeIndex, Instant now) {
        return Optional.ofNullable(kept.get(new Key(csp, nonce, routeIndex)))
                .filter(receipt -> !receipt.until().isBefore(now));
    }
}
