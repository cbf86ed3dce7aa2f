package io.pigw.sos;

import io.pigw.overlay.sos.CondemnationOptions;
import io.pigw.runtime.config.Default;
import java.time.Duration;

/**
 * When a bad opinion on a node has settled, and on what grounds the node may be excluded.
 *
 * @param leastDisbelief of the opinion, above 0 to 1; default 0.5
 * @param mostUncertainty of the opinion, 0 to below 1; default 0.2
 * @param leastContradictions of the node's own signature, above 0; default 3
 * @param leastOfOne bad outcomes that an observer must have seen to count, above 0, a fraction for they age; default 0.9
 * @param leastObservers who passed pings to the node that it lost, 1 and up; default 3
 * @param leastDestinations of those pings, 1 and up; default 3
 * @param action what comes of a condemned node; default that all go round it
 * @param lasts how long it stays condemned without being judged again, above 0; default one day
 */
public record CondemnationConfig(
        @Default("0.5") double leastDisbelief,
        @Default("0.2") double mostUncertainty,
        @Default("3") double leastContradictions,
        @Default("0.9") double leastOfOne,
        @Default("3") int leastObservers,
        @Default("3") int leastDestinations,
        @Default("quarantine") CondemnationAction action,
        @Default("1d") Duration lasts) {

    /** All defaults. */
    public static final CondemnationConfig DEFAULTS = of(CondemnationOptions.DEFAULTS);

    /** Checks the ranges. */
    public CondemnationConfig {
        var _ = new CondemnationOptions(
                leastDisbelief,
                mostUncertainty,
                leastContradictions,
                leastOfOne,
                leastObservers,
                leastDestinations,
                action != CondemnationAction.ALARM,
                lasts);
    }

    CondemnationOptions options() {
        return new CondemnationOptions(
                leastDisbelief,
                mostUncertainty,
                leastContradictions,
                leastOfOne,
                leastObservers,
                leastDestinations,
                action != CondemnationAction.ALARM,
                lasts);
    }

    private static CondemnationConfig of(CondemnationOptions options) {
        return new CondemnationConfig(
                options.leastDisbelief(),
                options.mostUncertainty(),
                options.leastContradictions(),
                options.leastOfOne(),
                options.leastObservers(),
                options.leastDestinations(),
                options.quarantine() ? CondemnationAction.QUARANTINE : CondemnationAction.ALARM,
                options.lasts());
    }
}
