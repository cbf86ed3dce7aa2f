package io.pigw.sos;

import io.micrometer.core.instrument.Counter;
import io.pigw.runtime.metrics.Metrics;

/** What the opinion server counts. */
final class SosMetrics {

    private static final String REPORTS = "pigw_sos_reports_total";

    private final Counter opinions;
    private final Counter taken;
    private final Counter refused;
    private final Counter overloaded;
    private final Counter failed;

    SosMetrics(Metrics metrics) {
        opinions = metrics.counter("pigw_sos_opinions_total");
        taken = metrics.counter(REPORTS, "result", "taken");
        refused = metrics.counter(REPORTS, "result", "refused");
        overloaded = metrics.counter(REPORTS, "result", "overloaded");
        failed = metrics.counter(REPORTS, "result", "not_stored");
    }

    /** A question was answered. */
    void opinion() {
        opinions.increment();
    }

    /** A report is durable. */
    void taken() {
        taken.increment();
    }

    /** A report is not to be believed. */
    void refused() {
        refused.increment();
    }

    /** A report came when too much was waiting. */
    void overloaded() {
        overloaded.increment();
    }

    /** A report could not be stored. */
    void failed() {
        failed.increment();
    }
}
