package io.pigw.peer;

import io.pigw.peer.records.PublishOptions;
import io.pigw.runtime.config.Default;
import java.time.Duration;

/**
 * Section {@code records}: what a peer says of itself in the ring. A client says nothing.
 *
 * @param publish whether it says under its names that they can be reached here, and shows its certificate; default true
 * @param refresh how often all of it is signed anew, 1 min to 12 h, default 6 h; it is good for a day
 */
public record RecordsConfig(
        @Default("true") boolean publish, @Default("6h") Duration refresh) {

    /** All defaults. */
    public static final RecordsConfig DEFAULT = new RecordsConfig(true, Duration.ofHours(6));

    /** Checks the range. */
    public RecordsConfig {
        if (refresh.toMinutes() < 1 || refresh.compareTo(Duration.ofHours(12)) > 0) {
            throw new IllegalArgumentException("records.refresh must be 1 min to 12 h");
        }
    }

    PublishOptions options() {
        return PublishOptions.DEFAULTS.withRefresh(refresh);
    }
}
