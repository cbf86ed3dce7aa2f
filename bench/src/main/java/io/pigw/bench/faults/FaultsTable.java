package io.pigw.bench.faults;

import java.util.Locale;
import java.util.TreeMap;

/** The report for people. */
public final class FaultsTable {

    private static final String HEAD = String.format(
            Locale.ROOT,
            "%-8s %-8s %7s %13s %10s %6s %5s %6s %7s %9s %8s %8s",
            "fault",
            "way",
            "rounds",
            "acknowledged",
            "delivered",
            "told",
            "lost",
            "twice",
            "astray",
            "repeated",
            "unsure",
            "denied");

    private static final double MEBI = 1 << 20;
    private static final int PERCENT = 100;

    private FaultsTable() {}

    /** Text of several lines. */
    public static String of(FaultsReport report) {
        StringBuilder text = new StringBuilder(HEAD);
        for (FaultsReport.Row row : report.rows()) {
            text.append(line(row, "to peer", row.toPeers())).append(line(row, "to IMS", row.toIms()));
        }
        for (FaultsReport.Row row : report.rows()) {
            if (row.badInput() != null) {
                text.append(line(row.badInput()));
            }
            row.growths().forEach(growth -> text.append(line(growth)));
            row.carried()
                    .forEach(share -> text.append(String.format(
                            Locale.ROOT,
                            "%n%s: %.1f %% of the load was carried meanwhile",
                            row.fault(),
                            share * PERCENT)));
            if (!row.works() || row.pending() > 0) {
                text.append(String.format(
                        Locale.ROOT,
                        "%n%s: %s; %d messages lay still at the end",
                        row.fault(),
                        row.works() ? "works again" : "NOTHING WAS ACKNOWLEDGED AFTER IT",
                        row.pending()));
            }
        }
        return text.append("""

                told: not delivered, and its sender knows; astray: arrived at somebody else; repeated: under the same name; unsure: delivered,
                and told that this is not known; denied: delivered, and told that it was not. lost, twice, astray and denied must be 0.""").toString();
    }

    private static String line(BadInputCounts counts) {
        return String.format(
                Locale.ROOT,
                "%n%d mutated messages over %d links, %d of them refused at the handshake; %d read, %d broke the protocol; %d handshakes that are"
                        + " none; %d EST requests, answered %s; %d exceptions that nobody expected",
                counts.messages(),
                counts.links(),
                counts.refusedLinks(),
                counts.read(),
                counts.broken(),
                counts.handshakes(),
                counts.requests(),
                new TreeMap<>(counts.statuses()),
                counts.handlerFailures());
    }

    private static String line(Growth growth) {
        return String.format(
                Locale.ROOT,
                "%n%-16s %s: heap %.1f -> %.1f MiB, files %d -> %d, threads %d -> %d",
                growth.process(),
                growth.isFlat() ? "flat" : "GROWS",
                growth.before().heapBytes() / MEBI,
                growth.after().heapBytes() / MEBI,
                growth.before().files(),
                growth.after().files(),
                growth.before().threads(),
                growth.after().threads());
    }

    private static String line(FaultsReport.Row row, String way, Verdict verdict) {
        return String.format(
                Locale.ROOT,
                "%n%-8s %-8s %7d %13d %10d %6d %5d %6d %7d %9d %8d %8d",
                row.fault(),
                way,
                row.rounds(),
                verdict.acknowledged(),
                verdict.delivered(),
                verdict.told(),
                verdict.lost(),
                verdict.twice(),
                verdict.astray(),
                verdict.repeated(),
                verdict.deliveredAndTold(),
                verdict.deniedAndDelivered());
    }
}
