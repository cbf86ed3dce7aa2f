package io.pigw.simulation;

import java.util.List;

/**
 * An arm over several seeds.
 *
 * @param arm how pings were sent
 * @param delivered share of pings that were answered
 * @param bound share that could have been
 */
public record ArmPoint(Arm arm, Estimate delivered, Estimate bound) {

    /** Of the same arm in each of the runs, one or more. */
    static ArmPoint of(List<Delivery> runs) {
        return new ArmPoint(
                runs.getFirst().arm(),
                Estimate.ofShares(runs.stream().map(Delivery::delivered).toList()),
                Estimate.ofShares(runs.stream().map(Delivery::bound).toList()));
    }
}
