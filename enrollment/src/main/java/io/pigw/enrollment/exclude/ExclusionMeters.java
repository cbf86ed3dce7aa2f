package io.pigw.enrollment.exclude;

import io.micrometer.core.instrument.Counter;
import io.pigw.runtime.metrics.Metrics;

/** Counts proposals by what became of them. Any thread. */
final class ExclusionMeters {

    private final Counter excluded;
    private final Counter recorded;
    private final Counter already;
    private final Counter unknown;
    private final Counter protectedRole;
    private final Counter capped;
    private final Counter refused;
    private final Counter malformed;
    private final Counter failed;

    ExclusionMeters(Metrics metrics) {
        excluded = outcome(metrics, "excluded");
        recorded = outcome(metrics, "recorded");
        already = outcome(metrics, "already");
        unknown = outcome(metrics, "unknown_node");
        protectedRole = outcome(metrics, "protected_role");
        capped = outcome(metrics, "capped");
        refused = outcome(metrics, "refused");
        malformed = outcome(metrics, "bad_request");
        failed = outcome(metrics, "failed");
    }

    void note(ExclusionOutcome outcome) {
        Counter counter = switch (outcome) {
            case ExclusionOutcome.Excluded _ -> excluded;
            case ExclusionOutcome.Recorded _ -> recorded;
            case ExclusionOutcome.Already _ -> already;
            case ExclusionOutcome.UnknownNode _ -> unknown;
            case ExclusionOutcome.ProtectedRole _ -> protectedRole;
            case ExclusionOutcome.Capped _ -> capped;
            case ExclusionOutcome.NotInStanding _ -> refused;
        };
        counter.increment();
    }

    /** Somebody who is no opinion server proposed. */
    void refused() {
        refused.increment();
    }

    /** What came is no proposal. */
    void malformed() {
        malformed.increment();
    }

    /** The store did not answer. */
    void failed() {
        failed.increment();
    }

    private static Counter outcome(Metrics metrics, String outcome) {
        return metrics.counter("pigw_exclusions_total", "outcome", outcome);
    }
}
