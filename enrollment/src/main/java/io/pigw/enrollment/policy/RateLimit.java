package io.pigw.enrollment.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Token buckets by key. Forgets the longest unused when there are too many. Any thread. */
public final class RateLimit {

    private static final int MAX_KEYS = 16_384;
    /** A bucket's level is counted in parts of one, so that a millisecond at one an hour adds a whole part. */
    private static final long ONE = Duration.ofHours(1).toMillis();

    /** Some 31 years: enough to fill any bucket, and no overflow. */
    private static final long MAX_PASSED_MILLIS = 1_000_000_000_000L;

    private final Rate rate;
    private final Map<String, Bucket> buckets = new Buckets();

    /** Full buckets. */
    public RateLimit(Rate rate) {
        this.rate = rate;
    }

    private record Bucket(long level, Instant at) {}

    /** Takes one from the key's bucket; if it is empty, tells how long until there is one, in whole seconds, at least 1. */
    public synchronized Optional<Duration> take(String key, Instant now) {
        long full = rate.burst() * ONE;
        Bucket bucket = buckets.getOrDefault(key, new Bucket(full, now));
        Instant at = now.isBefore(bucket.at()) ? bucket.at() : now;
        long passedMillis =
                Math.min(MAX_PASSED_MILLIS, Duration.between(bucket.at(), at).toMillis());
        long level = Math.min(full, bucket.level() + passedMillis * rate.perHour());
        if (level >= ONE) {
            buckets.put(key, new Bucket(level - ONE, at));
            return Optional.empty();
        }
        buckets.put(key, new Bucket(level, at));
        long missingMillis = Math.ceilDiv(ONE - level, rate.perHour());
        return Optional.of(Duration.ofSeconds(Math.max(1, Math.ceilDiv(missingMillis, 1000L))));
    }

    private static final class Buckets extends LinkedHashMap<String, Bucket> {
        private Buckets() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_KEYS;
        }
    }
}
