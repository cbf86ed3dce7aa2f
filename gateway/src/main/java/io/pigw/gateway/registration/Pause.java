package io.pigw.gateway.registration;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What follows a failure.
 *
 * @param isLongest whether the core said no for a reason that time does not mend: the longest pause, and a binding counts as gone
 * @param atLeast what Retry-After asks for
 */
record Pause(boolean isLongest, Optional<Duration> atLeast) {

    static final Pause GROWING = new Pause(false, Optional.empty());
    static final Pause LONGEST = new Pause(true, Optional.empty());

    Duration length(Backoff backoff, int failures, RandomGenerator random) {
        Duration drawn = isLongest ? backoff.longest(random) : backoff.after(failures, random);
        return atLeast.filter(asked -> asked.compareTo(drawn) > 0).orElse(drawn);
    }
}
