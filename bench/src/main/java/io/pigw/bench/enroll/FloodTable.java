package io.pigw.bench.enroll;

import java.util.Formatter;
import java.util.Locale;

/** The report as people read it. */
public final class FloodTable {

    private FloodTable() {}

    /** All of it, lines ended by line feeds but for the last. */
    public static String of(FloodReport report) {
        Formatter text = new Formatter(Locale.ROOT);
        text.format("%s\n%s, commit %s\n", report.machine().line(), report.jdk(), report.commit());
        text.format(
                "A good client enrolls once a second over a new connection, %d s each; it may take %d ms\n\n",
                report.seconds(), report.limitMillis());
        text.format(
                "%-28s %-14s %5s %5s %8s %8s %8s %8s %9s %9s %8s %6s\n",
                "flood",
                "from",
                "good",
                "late",
                "p50 ms",
                "max ms",
                "dials",
                "sent",
                "answered",
                "closed",
                "withheld",
                "CPU");
        for (FloodReport.Row row : report.rows()) {
            text.format(
                    "%-28s %-14s %5d %5d %8.1f %8.1f %8d %8d %9d %9d %8d %5.0f%%\n",
                    row.perSecond() == 0 ? "none" : row.perSecond() + " " + row.flood() + "/s",
                    row.from(),
                    row.good(),
                    row.late(),
                    row.medianMillis(),
                    row.maxMillis(),
                    row.dials(),
                    row.counts().sent(),
                    row.counts().answered(),
                    row.counts().closed(),
                    row.counts().withheld(),
                    100 * row.cpuShare());
        }
        text.format(
                "\n%s",
                report.passed()
                        ? "No good client was kept waiting."
                        : "FAILED: a good client was kept waiting, or refused"
                                + (report.machine().isBusy() ? " (the machine was busy: try on a quiet one)." : "."));
        return text.toString();
    }
}
