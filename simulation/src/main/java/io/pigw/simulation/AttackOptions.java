package io.pigw.simulation;

import io.pigw.simulation.adversary.Adversary;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an overlay while pings are counted.
 *
 * @param overlay its size, its seed, and how many pings
 * @param adversaries what bad nodes do, all of them together; none for honest nodes alone
 * @param share of the peers that are bad, 0 to 1
 * @param churn peers a second that leave or crash, as many others joining; 0 to 100
 * @param partition null for none
 * @param arms the ways of sending pings, one or more
 */
public record AttackOptions(
        SimulationOptions overlay,
        List<Adversary> adversaries,
        double share,
        double churn,
        @Nullable Partition partition,
        List<Arm> arms) {

    /** Between the beginning of the attack and the first ping: tables have been swept once by then. */
    static final Duration LEAD = Duration.ofSeconds(90);

    private static final double MAX_CHURN = 100;
    private static final Duration AFTERMATH = Duration.ofSeconds(60);

    /** Checks the ranges and copies the list. */
    public AttackOptions {
        adversaries = List.copyOf(adversaries);
        arms = List.copyOf(arms);
        if (arms.isEmpty()) {
            throw new IllegalArgumentException("pings are sent in one way or more");
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("the share of bad peers must be 0 to 1, not " + share);
        }
        if (!(churn >= 0 && churn <= MAX_CHURN)) {
            throw new IllegalArgumentException("churn must be 0 to 100 peers a second, not " + churn);
        }
        if (overlay.attempts() < 1 || overlay.nodes() <= overlay.csps()) {
            throw new IllegalArgumentException("an overlay with peers and at least one ping is needed");
        }
    }

    /** One that compares what {@link Arm#comparing} does. */
    public static AttackOptions comparing(
            SimulationOptions overlay,
            List<Adversary> adversaries,
            double share,
            double churn,
            @Nullable Partition partition) {
        return new AttackOptions(overlay, adversaries, share, churn, partition, Arm.comparing(overlay.routes()));
    }

    /** The same with another share of bad peers. */
    public AttackOptions withShare(double other) {
        return new AttackOptions(overlay, adversaries, other, churn, partition, arms);
    }

    /** The same with another seed. */
    public AttackOptions withSeed(long seed) {
        return new AttackOptions(overlay.withSeed(seed), adversaries, share, churn, partition, arms);
    }

    /** How long pings are sent: through a partition and for a minute after it. */
    Duration window() {
        Duration shortest = Duration.ofMillis(20).multipliedBy(overlay.attempts());
        Duration needed = partition == null ? AFTERMATH : partition.to().plus(AFTERMATH);
        return shortest.compareTo(needed) > 0 ? shortest : needed;
    }
}
