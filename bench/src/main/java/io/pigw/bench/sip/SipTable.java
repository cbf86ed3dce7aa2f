package io.pigw.bench.sip;

import java.util.Formatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The report as people read it. */
public final class SipTable {

    private static final String NONE = "-";

    private SipTable() {}

    /** All of it, lines ended by line feeds but for the last. */
    public static String of(SipReport report) {
        Formatter text = new Formatter(Locale.ROOT);
        text.format("%s\n", report.machine().line());
        text.format(
                "%s, commit %s; a forced write takes %.2f ms\n", report.jdk(), report.commit(), report.syncMillis());
        text.format(
                "SIP over %s, %d senders on %d sockets, requests of %d bytes; medians of %d rounds of %d s each, servers in turns\n",
                report.transport(),
                report.senders(),
                report.sockets(),
                report.messageBytes(),
                report.rounds(),
                report.seconds());
        text.format("\n");
        text.format(
                "Capacity, %d messages unanswered at a time (ratios: to Kamailio's turn of the same round)\n",
                report.window());
        text.format(
                "%-15s %8s %6s %9s %9s %6s %7s %6s %5s %9s %7s\n",
                "", "msg/s", "ratio", "CPU µs", "msg/CPU s", "ratio", "resent", "fail", "lost", "alloc KB", "MB");
        for (SipRow row : report.rows()) {
            text.format(
                    "%-15s %8.0f %6s %9.1f %9.0f %6s %7d %6d %5d %9s %7s\n",
                    row.server(),
                    row.perSecond(),
                    ratio(row.ratioPerSecond()),
                    row.cpuMicrosPerMessage(),
                    row.perCpuSecond(),
                    ratio(row.ratioPerCpuSecond()),
                    row.resent(),
                    row.refused(),
                    row.lost(),
                    kilobytes(row.allocatedBytesPerMessage()),
                    whole(row.memoryMegabytes()));
        }
        latencies(text, report);
        text.format("\n");
        report.rows().forEach(row -> text.format("%-15s %s\n", row.server(), row.measures()));
        report.skipped()
                .forEach(skipped -> text.format("%-15s not measured: %s\n", skipped.server(), skipped.reason()));
        return text.toString().stripTrailing();
    }

    private static void latencies(Formatter text, SipReport report) {
        if (report.rows().stream().allMatch(row -> row.latency().isEmpty())) {
            return;
        }
        text.format("\n");
        text.format("Latency at fixed rates, since each message was due\n");
        text.format(
                "%-15s %8s %9s %9s %9s %9s %7s %6s\n",
                "", "msg/s", "p50 ms", "p99 ms", "max ms", "CPU µs", "resent", "failed");
        for (SipRow row : report.rows()) {
            for (SipRow.Latency at : row.latency()) {
                text.format(
                        "%-15s %8d %9.2f %9.2f %9.1f %9.1f %7d %6d\n",
                        row.server(),
                        at.rate(),
                        at.medianMillis(),
                        at.p99Millis(),
                        at.maxMillis(),
                        at.cpuMicrosPerMessage(),
                        at.resent(),
                        at.failed());
            }
        }
    }

    private static String kilobytes(@Nullable Double bytes) {
        return bytes == null ? NONE : String.format(Locale.ROOT, "%.1f", bytes / 1024);
    }

    private static String ratio(@Nullable Double value) {
        return value == null ? NONE : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String whole(@Nullable Double value) {
        return value == null ? NONE : String.format(Locale.ROOT, "%.0f", value);
    }
}
