package io.pigw.overlay.storage;

import io.pigw.overlay.limit.Rate;
import io.pigw.p2psip.message.RecordMessage;
import java.time.Duration;

/**
 * The times of what keeps replicas.
 *
 * @param settle how long after a change of neighbours it begins, so that several changes make one round
 * @param retry when what was not taken is offered again, doubling up to {@code refresh}
 * @param refresh how often everything is offered again, whatever was taken before
 * @param requestTimeout for an answer, dialling included
 * @param handOver how long who leaves takes for it at most
 * @param storeRate how many values it takes of one sender: each may cost a signature check. What was known before, or does not
 *     belong here, does not count. At once, at least those of one message
 */
public record ReplicationOptions(
        Duration settle, Duration retry, Duration refresh, Duration requestTimeout, Duration handOver, Rate storeRate) {

    /** 200 ms, 1 s, 10 min, 5 s, 3 s; 200 values a second, 2,000 at once. */
    public static final ReplicationOptions DEFAULTS = new ReplicationOptions(
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofMinutes(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            new Rate(200, 2_000));

    /** Checks the ranges. */
    public ReplicationOptions {
        if (!settle.isPositive()
                || !retry.isPositive()
                || !refresh.isPositive()
                || !requestTimeout.isPositive()
                || !handOver.isPositive()) {
            throw new IllegalArgumentException("times of replication are positive");
        }
        if (storeRate.burst() < RecordMessage.MAX_VALUES) {
            throw new IllegalArgumentException(
                    "a burst holds a message's values, of which there are " + RecordMessage.MAX_VALUES);
        }
    }
}
