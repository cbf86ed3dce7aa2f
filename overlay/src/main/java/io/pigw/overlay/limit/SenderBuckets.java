package io.pigw.overlay.limit;

import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What each sender may still bring. The buckets of those silent longest are forgotten first; a forgotten bucket is a full one. On
 * its node's thread.
 */
public final class SenderBuckets {

    /** Senders that are told apart. */
    static final int MAX_SENDERS = 16_384;

    private static final double NANOS = 1e9;

    private final Rate rate;
    private final InstantSource clock;
    private final Map<NodeId, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Bucket> eldest) {
            return size() > MAX_SENDERS;
        }
    };

    /** All of them full. */
    public SenderBuckets(Rate rate, InstantSource clock) {
        this.rate = rate;
        this.clock = clock;
    }

    /** Takes that many of the sender's, or none if there are fewer. */
    public boolean tryTake(NodeId sender, int count) {
        Instant now = clock.instant();
        Bucket bucket = buckets.computeIfAbsent(sender, _ -> new Bucket(rate.burst(), now));
        double seconds = Math.max(0, Duration.between(bucket.filledAt, now).toNanos() / NANOS);
        bucket.left = Math.min(rate.burst(), bucket.left + seconds * rate.perSecond());
        bucket.filledAt = now;
        if (bucket.left < count) {
            return false;
        }
        bucket.left -= count;
        return true;
    }

    /** Gives back what cost nothing. */
    public void giveBack(NodeId sender, int count) {
        Bucket bucket = buckets.get(sender);
        if (bucket != null) {
            bucket.left = Math.min(rate.burst(), bucket.left + count);
        }
    }

    private static final class Bucket {
        private double left;
        private Instant filledAt;

        private Bucket(double left, Instant filledAt) {
            this.left = left;
            this.filledAt = filledAt;
        }
    }
}
