package io.pigw.gateway.as;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * The transactions that were lately refused for lack of room. A copy of one that is still on its way gets the same answer (RFC 3261
 * §8.2.7): were it let in, the sender would send again what is delivered already. Two generations, each bounded; what is beyond
 * is not remembered. Thread-safe.
 */
final class RecentRefusals {

    /** Past T2, after which a client waits that long between copies (RFC 3261 §17.1.2.2). */
    static final Duration GENERATION = Duration.ofSeconds(4);

    static final int MAX_REMEMBERED = 50_000;

    private Set<String> young = new HashSet<>();
    private Set<String> old = new HashSet<>();
    private Instant rotateAt = Instant.MIN;

    synchronized void add(String branch, Instant now) {
        rotate(now);
        if (young.size() < MAX_REMEMBERED) {
            young.add(branch);
        }
    }

    synchronized boolean contains(String branch, Instant now) {
        rotate(now);
        return young.contains(branch) || old.contains(branch);
    }

    private void rotate(Instant now) {
        if (now.isBefore(rotateAt)) {
            return;
        }
        boolean oldIsOver = rotateAt.equals(Instant.MIN) || !now.isBefore(rotateAt.plus(GENERATION));
        old = oldIsOver ? new HashSet<>() : young;
        young = new HashSet<>();
        rotateAt = now.plus(GENERATION);
    }
}
