package io.pigw.simulation;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Runs of one share of bad peers, over several seeds.
 *
 * @param share of the peers
 * @param arms one for each way of sending pings
 * @param meanHops of the copies that arrived
 * @param longestHealingSeconds of the slowest seed
 * @param runs each of them, in the order of the seeds
 */
public record AttackPoint(
        double share, List<ArmPoint> arms, double meanHops, double longestHealingSeconds, List<AttackResult> runs) {

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
                runs);
    }
}
