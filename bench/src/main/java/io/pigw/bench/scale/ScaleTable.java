package io.pigw.bench.scale;

import java.util.Formatter;
import java.util.Locale;

/** The report as people read it. */
public final class ScaleTable {

    private ScaleTable() {}

    /** All of it, lines ended by line feeds but for the last. */
    public static String of(ScaleReport report) {
        Formatter text = new Formatter(Locale.ROOT);
        text.format("%s\n", report.machine().line());
        text.format(
                "%s, commit %s; a forced write takes %.2f ms\n", report.jdk(), report.commit(), report.syncMillis());
        text.format(
                "%d peers, found by %s; %d MESSAGEs a second for %d s\n\n",
                report.peers(), report.locate(), report.rate(), report.seconds());
        text.format(
                "%8s %5s %7s %8s %8s %7s %7s %8s %5s %9s %9s   %s\n",
                "gateways",
                "CSPs",
                "sent",
                "answered",
                "arrived",
                "msg/s",
                "p50 ms",
                "p99 ms",
                "hops",
                "opinions",
                "reports",
                "CPU µs a message");
        for (ScaleReport.Point point : report.points()) {
            point(text, point);
        }
        text.format("\n%-34s %8s %7s %9s %10s %6s\n", "each process", "messages", "share", "CPU µs", "idle ms/s", "MB");
        for (ScaleReport.Point point : report.points()) {
            for (ScaleReport.Row row : point.rows()) {
                text.format(
                        "%-34s %8d %6.1f%% %9.0f %10.1f %6.0f\n",
                        point.gateways() + " gateways, " + point.csps() + " CSPs: " + row.node(),
                        row.messages(),
                        100 * row.share(),
                        row.cpuMicros(),
                        row.idleMillis(),
                        row.megabytes());
            }
        }
        return text.toString().stripTrailing();
    }

    private static void point(Formatter text, ScaleReport.Point point) {
        text.format(
                "%8d %5d %7d %8d %8d %7.1f %7.1f %8.1f %5.2f %9.2f %9.2f  ",
                point.gateways(),
                point.csps(),
                point.sent(),
                point.answered(),
                point.arrived(),
                point.perSecond(),
                point.medianMillis(),
                point.p99Millis(),
                point.hops(),
                point.opinions(),
                point.reports());
        point.services().forEach(service -> text.format(" %s %.0f", service.service(), service.cpuMicros()));
        text.format("\n");
    }
}
