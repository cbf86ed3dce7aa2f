package io.pigw.gateway.nexthop;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The hops that a request is tried at.
 *
 * @param hops best first
 * @param whyNone for people, where there are none
 */
public record HopChoice(List<Hop> hops, String whyNone) {

    /** The most hops that one request is tried at. */
    static final int MAX_TRIES = 8;

    /** The most where all are down: who waits for a silent one waits for 64·T1. */
    static final int MAX_LAST_RESORTS = 2;

    /** Copies the list. */
    public HopChoice {
        hops = List.copyOf(hops);
    }

    /** Those that are usable; where there are none, those that are down or have rested for long enough to be asked again. */
    static HopChoice among(List<Hop> ordered, HealthBook book, Instant now, String whyNone) {
        List<Hop> usable = ordered.stream()
                .filter(hop -> book.isUsable(hop, now))
                .limit(MAX_TRIES)
                .toList();
        if (!usable.isEmpty() || ordered.isEmpty()) {
            return new HopChoice(usable, whyNone);
        }
        List<Hop> lastResorts = ordered.stream()
                .filter(hop -> !book.isResting(hop, now))
                .limit(MAX_LAST_RESORTS)
                .toList();
        return new HopChoice(lastResorts, "each server of the IMS core answered 503 and asked for a pause");
    }

    /**
     * One core's hops for a request that UDP should not carry: streams first, which every SIP server has (RFC 3261 §18.1.1). Datagrams
     * come after all streams.
     */
    static List<Hop> forLarge(List<Hop> hops) {
        List<Hop> ordered = new ArrayList<>(
                hops.stream().filter(hop -> hop.transport().isReliable()).toList());
        for (Hop hop : hops) {
            Hop twin = hop.over(Transport.TCP);
            if (!hop.transport().isReliable() && !ordered.contains(twin)) {
                ordered.add(twin);
            }
        }
        hops.stream().filter(hop -> !hop.transport().isReliable()).forEach(ordered::add);
        return ordered;
    }

    /**
     * Without the datagrams that a large request must not take: where a stream to the same server is neither to be tried before nor
     * known to be refused. A server that is silent or answers 503 over the stream is no reason to try datagrams (RFC 3261 §18.1.1).
     */
    static List<Hop> withoutNeedlessDatagrams(List<Hop> ordered, HealthBook book, Instant now) {
        return ordered.stream()
                .filter(hop -> {
                    Hop stream = hop.over(Transport.TCP);
                    return hop.transport().isReliable() || book.isUsable(stream, now) || book.isRefused(stream);
                })
                .toList();
    }
}
