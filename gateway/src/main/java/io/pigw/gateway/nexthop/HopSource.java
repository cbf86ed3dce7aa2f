package io.pigw.gateway.nexthop;

import java.util.function.Consumer;

/** Says where a request goes, and is told how that went. On one loop. */
public interface HopSource {

    /**
     * Chooses hops. At once or later, on the loop.
     *
     * @param affinity requests with the same text get the same order while DNS says the same
     * @param large that the request is too large for UDP unless no stream comes about (RFC 3261 §18.1.1): a hop by UDP is for after
     *     its server has refused one
     */
    void choose(String affinity, boolean large, Consumer<HopChoice> then);

    /** A request to the hop ended. */
    void report(Hop hop, HopReport report);

    /** A request to the hop waits for longer than usual. */
    void suspect(Hop hop);

    /** Who is told, on the loop, that a hop is down. */
    void onDown(Consumer<Hop> listener);
}
