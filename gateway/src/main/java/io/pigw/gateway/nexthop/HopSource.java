package io.pigw.gateway.nexthop;

import java.util.List;
import java.util.function.Consumer;

/** Says where a request goes, and is told how that went. On one loop. */
public interface HopSource {

    /**
     * Gives the hops to try, best first; none when nothing is known. At once or later, on the loop.
     *
     * @param affinity requests with the same text get the same order while DNS says the same
     * @param large that the request is too large for UDP unless there is nothing else (RFC 3261 §18.1.1)
     */
    void hops(String affinity, boolean large, Consumer<List<Hop>> then);

    /** A request to the hop ended. */
    void report(Hop hop, HopReport report);
}
