package io.pigw.peer.text;

import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many messages a peer takes of each other node, straight from it or over a CSP: a token bucket each. */
final class Allowance {

    /** Sustained rate. */
    static final double PER_SECOND = 20;

    /** At once, after a silence. */
    static final int BURST = 100;

    /** Peers remembered; who was silent longest is forgotten, and has all its allowance again. */
    private static final int MAX_PEERS = 4_096;

    private record Bucket(double tokens, Instant filledAt) {}

    private final Map<NodeId, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Bucket> eldest) {
            return size() > MAX_PEERS;
        }
    };

    /** Takes one, if there is one. */
    boolean tryTake(NodeId peer, Instant now) {
        Bucket before = buckets.getOrDefault(peer, new Bucket(BURST, now));
        double seconds = Math.max(0, Duration.between(before.filledAt(), now).toNanos() / 1e9);
        double tokens = Math.min(BURST, before.tokens() + seconds * PER_SECOND);
        boolean taken = tokens >= 1;
        buckets.put(peer, new Bucket(taken ? tokens - 1 : tokens, now));
        return taken;
    }
}
