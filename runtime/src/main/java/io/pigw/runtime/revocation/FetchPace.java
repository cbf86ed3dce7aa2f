package io.pigw.runtime.revocation;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** When a list is asked for next: at intervals, sooner when the next one is due, soon and ever later after failures. */
final class FetchPace {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration OVERDUE = Duration.ofSeconds(30);
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final int MAX_DOUBLINGS = 16;
    private static final double JITTER = 0.2;

    private FetchPace() {}

    /**
     * The pause.
     *
     * @param isNeeded whether certificates are refused while there is no list
     * @param failures in a row
     * @param poll the usual interval
     */
    static Duration next(
            @Nullable RevocationList list,
            boolean isNeeded,
            Instant now,
            int failures,
            Duration poll,
            RandomGenerator random) {
        boolean isOptional = list == null && !isNeeded;
        Duration pause = failures == 0
                ? isOptional ? poll : regular(list, now, poll)
                : afterFailures(failures, list == null && !isOptional ? least(poll, OVERDUE) : poll);
        return Duration.ofMillis((long) (pause.toMillis() * (1 - JITTER + 2 * JITTER * random.nextDouble())));
    }

    private static Duration regular(@Nullable RevocationList list, Instant now, Duration poll) {
        if (list == null || now.isAfter(list.nextUpdate())) {
            return least(poll, OVERDUE);
        }
        Duration half = Duration.between(now, list.nextUpdate()).dividedBy(2);
        return least(poll, half.compareTo(SHORTEST) < 0 ? SHORTEST : half);
    }

    private static Duration afterFailures(int failures, Duration longest) {
        return least(FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS)), longest);
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
