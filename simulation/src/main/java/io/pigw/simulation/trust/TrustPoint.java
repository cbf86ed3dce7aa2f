package io.pigw.simulation.trust;

import io.pigw.simulation.Estimate;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One way of sending pings against one threat, over several seeds.
 *
 * @param arm the way
 * @param delivered share of the measured pings
 * @param deliveredAtFirst share of the first minute's
 * @param messages for each measured ping, all of them
 * @param trustMessages those of them for knowing whom to trust
 * @param detected share of the bad nodes that were used
 * @param detectionSeconds mean of the medians; not a number where nobody was detected
 * @param avoided share of honest peers that are distrusted
 * @param condemned bad nodes that may be excluded, mean
 * @param wronglyCondemned honest peers that may be excluded, over all seeds
 */
public record TrustPoint(
        TrustArm arm,
        Estimate delivered,
        Estimate deliveredAtFirst,
        Estimate messages,
        double trustMessages,
        double detected,
        double detectionSeconds,
        double avoided,
        double condemned,
        int wronglyCondemned) {

    static TrustPoint of(TrustArm arm, List<TrustResult> runs) {
        return new TrustPoint(
                arm,
                Estimate.ofShares(runs.stream().map(TrustResult::delivered).toList()),
                Estimate.ofShares(
                        runs.stream().map(TrustResult::deliveredAtFirst).toList()),
                Estimate.of(runs.stream().map(TrustResult::messages).toList()),
                mean(runs, TrustResult::trustMessages),
                mean(runs, run -> run.detected().share()),
                mean(runs, run -> run.detected().seconds()),
                mean(runs, run -> run.detected().avoided()),
                mean(runs, run -> run.detected().condemned()),
                runs.stream().mapToInt(run -> run.detected().wronglyCondemned()).sum());
    }

    private static double mean(List<TrustResult> runs, ToDoubleFunction<TrustResult> value) {
        return runs.stream()
                .mapToDouble(value)
                .filter(v -> !Double.isNaN(v))
                .average()
                .orElse(Double.NaN);
    }
}
