package io.pigw.overlay.storage;

import java.time.Duration;

/**
 * The times of what keeps replicas.
 *
 * @param settle how long after a change of neighbours it begins, so that several changes make one round
 * @param retry when what was not taken is offered again, doubling up to {@code refresh}
 * @param refresh how often everything is offered again, whatever was taken before
 * @param requestTimeout for an answer, dialling included
 * @param handOver how long who leaves takes for it at most
 * @param storeRate how many values it takes of one sender
 */
public record ReplicationOptions(
        Duration settle,
        Duration retry,
        Duration refresh,
        Duration requestTimeout,
        Duration handOver,
        StoreRate storeRate) {

    /** 200 ms, 1 s, 10 min, 5 s, 3 s; the default rate. */
    public static final ReplicationOptions DEFAULTS = new ReplicationOptions(
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofMinutes(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            StoreRate.DEFAULT);

    /** All of them are positive. */
    public ReplicationOptions {
        if (!settle.isPositive()
                || !retry.isPositive()
                || !refresh.isPositive()
                || !requestTimeout.isPositive()
                || !handOver.isPositive()) {
            throw new IllegalArgumentException("times of replication are positive");
        }
    }
}
