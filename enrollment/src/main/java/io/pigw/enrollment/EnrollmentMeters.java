package io.pigw.enrollment;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.pigw.enrollment.audit.RefusalTally;
import io.pigw.enrollment.est.EstMeters;
import io.pigw.enrollment.issue.Outcome;
import io.pigw.runtime.metrics.Metrics;
import java.util.concurrent.TimeUnit;

/** The enrollment server's meters. */
final class EnrollmentMeters implements EstMeters {

    private final Counter enrolled;
    private final Counter unauthenticated;
    private final Counter badRequest;
    private final Counter refused;
    private final Counter pending;
    private final Counter tooMany;
    private final Counter busy;
    private final Counter tokens;
    private final RefusalTally refusals;
    private final Timer time;

    /**
     * Meters.
     *
     * @param refusals counts refused strangers for the audit log
     */
    EnrollmentMeters(Metrics metrics, RefusalTally refusals) {
        this.refusals = refusals;
        enrolled = outcome(metrics, "enrolled");
        unauthenticated = outcome(metrics, "unauthenticated");
        badRequest = outcome(metrics, "bad_request");
        refused = outcome(metrics, "refused");
        pending = outcome(metrics, "pending");
        tooMany = outcome(metrics, "too_many");
        busy = outcome(metrics, "busy");
        tokens = metrics.counter("pigw_enrollment_tokens_total");
        time = metrics.timer("pigw_enrollment_seconds");
    }

    /** A token was issued. */
    void token() {
        tokens.increment();
    }

    @Override
    public void note(Outcome outcome, long nanos) {
        Counter counter = switch (outcome) {
            case Outcome.Enrolled _ -> enrolled;
            case Outcome.Unauthenticated _ -> unauthenticated;
            case Outcome.BadRequest _ -> badRequest;
            case Outcome.Refused _ -> refused;
            case Outcome.Pending _ -> pending;
            case Outcome.TooMany _ -> tooMany;
            case Outcome.Busy _ -> busy;
        };
        counter.increment();
        time.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void refused(String reason, String address) {
        refusals.stranger(reason, address);
    }

    private static Counter outcome(Metrics metrics, String outcome) {
        return metrics.counter("pigw_enrollments_total", "outcome", outcome);
    }
}
