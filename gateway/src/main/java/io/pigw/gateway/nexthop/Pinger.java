package io.pigw.gateway.nexthop;

import java.util.concurrent.CompletionStage;

/** Asks a hop whether it is there. */
@FunctionalInterface
public interface Pinger {

    /**
     * Pings, with a time limit of its own.
     *
     * @return what it told, on any thread; never fails
     */
    CompletionStage<HopReport> ping(Hop hop);
}
