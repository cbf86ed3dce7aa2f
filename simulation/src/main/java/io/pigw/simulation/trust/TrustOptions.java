package io.pigw.simulation.trust;

import io.pigw.simulation.SimulationOptions;
import io.pigw.simulation.adversary.Adversary;
import java.time.Duration;
import java.util.List;

/**
 * One world in which a way of sending pings is tried.
 *
 * @param overlay its size and its seed
 * @param adversaries what bad nodes do
 * @param share of the peers that are bad, 0 to 1
 * @param liars share of the peers that lie in the bad ones' favour, 0 to 1 less the share of the bad
 * @param settling how long pings are sent before they count
 * @param measured how long pings count
 * @param perSecond pings a second, positive
 */
public record TrustOptions(
        SimulationOptions overlay,
        List<Adversary> adversaries,
        double share,
        double liars,
        Duration settling,
        Duration measured,
        double perSecond) {

    /** Checks the ranges and copies the list. */
    public TrustOptions {
        adversaries = List.copyOf(adversaries);
        if (!(share >= 0 && liars >= 0 && share + liars <= 1)) {
            throw new IllegalArgumentException("the shares of bad and lying peers must be 0 to 1 together");
        }
        if (settling.isNegative() || !measured.isPositive() || !(perSecond > 0)) {
            throw new IllegalArgumentException("pings must be sent for a while, and some of them count");
        }
    }

    /** The same with another seed. */
    public TrustOptions withSeed(long seed) {
        return new TrustOptions(overlay.withSeed(seed), adversaries, share, liars, settling, measured, perSecond);
    }
}
