package io.pigw.bench.enroll;

import java.util.Formatter;
import java.util.Locale;

/** The report as people read it. */
public final class EnrollTable {

    private EnrollTable() {}

    /** All of it, lines ended by line feeds but for the last. */
    public static String of(EnrollReport report) {
        Formatter text = new Formatter(Locale.ROOT);
        text.format("%s\n", report.machine().line());
        text.format(
                "%s, commit %s; a forced write takes %.2f ms\n", report.jdk(), report.commit(), report.syncMillis());
        text.format("%d at a time, %d s each\n\n", report.connections(), report.seconds());
        text.format("%-34s %8s %8s %9s %9s %9s %9s\n", "", "done", "refused", "a second", "p50 ms", "p99 ms", "CPU µs");
        for (EnrollReport.Row row : report.rows()) {
            text.format(
                    "%-34s %8d %8d %9.0f %9.2f %9.2f %9.0f\n",
                    row.what(),
                    row.done(),
                    row.refused(),
                    row.perSecond(),
                    row.medianMillis(),
                    row.p99Millis(),
                    row.cpuMicros());
        }
        if (!report.crls().isEmpty()) {
            text.format("\n%-34s %12s %9s %9s\n", "", "bytes", "sign ms", "take ms");
        }
        for (EnrollReport.CrlRow row : report.crls()) {
            text.format(
                    "%-34s %12d %9.1f %9.1f\n",
                    String.format(Locale.ROOT, "CRL of %,d entries", row.entries()),
                    row.bytes(),
                    row.signMillis(),
                    row.takeMillis());
        }
        return text.toString().stripTrailing();
    }
}
