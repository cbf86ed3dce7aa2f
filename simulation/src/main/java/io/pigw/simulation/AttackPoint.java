package io.pigw.simulation;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Runs of one share of bad peers, over several seeds.
 *
 * @param share of the peers
 * @param seeds how many
 * @param oneRoute delivered with one copy
 * @param oneRouteBound what could have been
 * @param severalRoutes delivered with several copies from one CSP
 * @param severalRoutesBound what could have been
 * @param otherOrigins delivered with as many copies from as many CSPs
 * @param otherOriginsBound what could have been
 * @param longestHealingSeconds of the slowest seed
 */
public record AttackPoint(
        double share,
        int seeds,
        Estimate oneRoute,
        Estimate oneRouteBound,
        Estimate severalRoutes,
        Estimate severalRoutesBound,
        Estimate otherOrigins,
        Estimate otherOriginsBound,
        double longestHealingSeconds) {

    /** Of at least one run. */
    public static AttackPoint of(List<AttackResult> runs) {
        return new AttackPoint(
                runs.getFirst().share(),
                runs.size(),
                estimate(runs, run -> run.oneRoute().delivered()),
                estimate(runs, run -> run.oneRoute().bound()),
                estimate(runs, run -> run.severalRoutes().delivered()),
                estimate(runs, run -> run.severalRoutes().bound()),
                estimate(runs, run -> run.otherOrigins().delivered()),
                estimate(runs, run -> run.otherOrigins().bound()),
                runs.stream().mapToDouble(AttackResult::healedSeconds).max().orElseThrow());
    }

    private static Estimate estimate(List<AttackResult> runs, ToDoubleFunction<AttackResult> value) {
        return Estimate.ofShares(runs.stream().mapToDouble(value).boxed().toList());
    }
}
