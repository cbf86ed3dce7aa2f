package io.pigw.csp.relay;

import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A rate limit for each peer. The buckets of those silent longest are forgotten first; a forgotten bucket is a full one. */
final class TokenBuckets {

    private static final int MAX_BUCKETS = 16_384;

    private final double perSecond;
    private final double burst;
    private final Map<NodeId, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Bucket> eldest) {
            return size() > MAX_BUCKETS;
        }
    };

    /**
     * The same limit for all.
     *
     * @param perSecond sustained rate, above 0
     * @param burst how many at once after a silence, at least 1
     */
    TokenBuckets(double perSecond, int burst) {
        if (perSecond <= 0 || burst < 1) {
            throw new IllegalArgumentException("a rate is above 0 and a burst at least 1");
        }
        this.perSecond = perSecond;
        this.burst = burst;
    }

    /** Takes one token, if there is one. */
    boolean tryTake(NodeId peer, Instant now) {
        Bucket bucket = buckets.computeIfAbsent(peer, _ -> new Bucket(burst, now));
        double seconds = Math.max(0, Duration.between(bucket.filledAt, now).toNanos() / 1e9);
        bucket.tokens = Math.min(burst, bucket.tokens + seconds * perSecond);
        bucket.filledAt = now;
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens--;
        return true;
    }

    private static final class Bucket {
        private double tokens;
        private Instant filledAt;

        private Bucket(double tokens, Instant filledAt) {
            this.tokens = tokens;
            this.filledAt = filledAt;
        }
    }
}
