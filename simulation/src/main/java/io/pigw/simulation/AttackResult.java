package io.pigw.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run under attack came to.
 *
 * @param seed of the run
 * @param share of the peers that were bad
 * @param attempts pings to honest peers, each sent in every way
 * @param arms one for each way
 * @param meanHops of the copies that arrived
 * @param healedSeconds virtual time from the end of it all until every list and finger was right again
 * @param records of fetches, where nodes lie about records; null where nobody does
 * @param traceHash SHA-256 of every delivery, in hexadecimal
 */
public record AttackResult(
        long seed,
        double share,
        int attempts,
        List<Delivery> arms,
        double meanHops,
        double healedSeconds,
        @Nullable RecordDelivery records,
        String traceHash) {

    /** Copies the list. */
    public AttackResult {
        arms = List.copyOf(arms);
    }

    /** What pings sent that way came to. */
    public Delivery of(Arm arm) {
        return arms.stream()
                .filter(delivery -> delivery.arm().equals(arm))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no pings were sent as " + arm));
    }
}
