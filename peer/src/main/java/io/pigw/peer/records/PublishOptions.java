package io.pigw.peer.records;

import java.time.Duration;

/**
 * When a peer publishes.
 *
 * @param refresh how often it signs everything anew
 * @param retry after what was not taken, doubling up to {@code refresh}
 * @param withdraw how long it waits at a leave for its tombstones to be stored
 */
public record PublishOptions(Duration refresh, Duration retry, Duration withdraw) {

    /** 6 h, 1 s, 1 s. */
    public static final PublishOptions DEFAULTS =
            new PublishOptions(Duration.ofHours(6), Duration.ofSeconds(1), Duration.ofSeconds(1));

    /** All of them are positive. */
    public PublishOptions {
        if (!refresh.isPositive() || !retry.isPositive() || !withdraw.isPositive()) {
            throw new IllegalArgumentException("times of publishing are positive");
        }
    }

    /** The same with another time of refreshing. */
    public PublishOptions withRefresh(Duration every) {
        return new PublishOptions(every, retry, withdraw);
    }
}
