package io.pigw.bench.opinions;

import java.util.Formatter;
import java.util.Locale;

/** The report as people read it. */
public final class OpinionTable {

    private OpinionTable() {}

    /** All of it, lines ended by line feeds but for the last. */
    public static String of(OpinionReport report) {
        OpinionBenchOptions options = report.options();
        Formatter text = new Formatter(Locale.ROOT);
        text.format("%s\n", report.machine().line());
        text.format(
                "%d links of %d nodes; questions of %d routes with %d hops each from %d CSPs; medians of %d rounds of %d s\n\n",
                report.links(),
                options.nodes(),
                options.routes(),
                options.hops(),
                options.askers(),
                options.rounds(),
                options.seconds());
        text.format(
                "%-32s %12s %8s %8s %9s %7s %7s %11s\n",
                "load", "judgements/s", "p50 ms", "p99 ms", "worst ms", "CPU µs", "failed", "outcomes/s");
        for (OpinionReport.Row row : report.rows()) {
            text.format(
                    "%-32s %12.0f %8.2f %8.2f %9.1f %7.0f %7d %11.0f\n",
                    row.load(),
                    row.perSecond(),
                    row.medianMillis(),
                    row.p99Millis(),
                    row.worstMillis(),
                    row.cpuMicros(),
                    row.failed() + row.reportsFailed(),
                    row.outcomes());
        }
        return text.toString().stripTrailing();
    }
}
