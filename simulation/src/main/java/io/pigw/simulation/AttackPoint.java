package io.pigw.simulation;

import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs of one share of bad peers, over several seeds.
 *
 * @param share of the peers
 * @param arms one for each way of sending pings
 * @param meanHops of the copies that arrived
 * @param longestHealingSeconds of the slowest seed
 * @param records share of fetches that got the newest value; null where nobody lies about records
 * @param recordsBound share that an honest replica held; null as well
 * @param runs each of them, in the order of the seeds
 */
public record AttackPoint(
        double share,
        List<ArmPoint> arms,
        double meanHops,
        double longestHealingSeconds,
        @Nullable Estimate records,
        @Nullable Estimate recordsBound,
        List<AttackResult> runs) {

    /** Copies the lists. */
    public AttackPoint {
        arms = List.copyOf(arms);
        runs = List.copyOf(runs);
    }

    /** Of at least one run. */
    public static AttackPoint of(List<AttackResult> runs) {
        int arms = runs.getFirst().arms().size();
        return new AttackPoint(
                runs.getFirst().share(),
                IntStream.range(0, arms)
                        .mapToObj(arm -> ArmPoint.of(
                                runs.stream().map(run -> run.arms().get(arm)).toList()))
                        .toList(),
                runs.stream().mapToDouble(AttackResult::meanHops).average().orElseThrow(),
                runs.stream().mapToDouble(AttackResult::healedSeconds).max().orElseThrow(),
                records(runs, RecordDelivery::delivered),
                records(runs, RecordDelivery::bound),
                runs);
    }

    private static @Nullable Estimate records(List<AttackResult> runs, ToDoubleFunction<RecordDelivery> share) {
        List<Double> shares = runs.stream()
                .map(AttackResult::records)
                .filter(Objects::nonNull)
                .map(share::applyAsDouble)
                .toList();
        return shares.isEmpty() ? null : Estimate.ofShares(shares);
    }
}
