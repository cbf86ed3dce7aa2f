package io.pigw.bench.scale;

import io.pigw.bench.load.LoadResult;
import io.pigw.bench.server.ServerKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a point came to, put together from the snapshots around it.
 *
 * @param idle what was used without load
 * @param delivering from the first message until the last was delivered
 */
record PointResult(
        ScaleOverlay overlay, LoadResult load, Idle idle, Snapshot before, Snapshot after, Duration delivering) {

    private static final String TO_PEER = "direction=\"to_peer\"";
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double MILLIS_PER_SECOND = 1e3;

    /**
     * A time without load.
     *
     * @param length that was wanted; zero: nobody looked
     */
    record Idle(Snapshot from, Snapshot to, Duration length) {

        /** Processor time of a process over time. */
        double share(ScaleNode node) {
            return length.isZero() ? 0 : (double) to.cpuSince(from, node).toNanos() / (to.nanos() - from.nanos());
        }
    }

    ScaleReport.Point point() {
        Meters gateways = meters(ServerKind.GATEWAY);
        Meters peers = meters(ServerKind.PEERS);
        Meters sos = meters(ServerKind.SOS);
        long delivered = delivered(gateways);
        double each = Math.max(1, delivered);
        long arrived = after.arrived() - before.arrived();
        double pings = peers.sum("pigw_pings_arrived_total", "");
        return new ScaleReport.Point(
                overlay.of(ServerKind.GATEWAY).size(),
                overlay.of(ServerKind.PROXY).size(),
                load.sent(),
                load.succeeded(),
                delivered,
                arrived,
                arrived / (delivering.toNanos() / NANOS_PER_SECOND),
                millis(gateways, 0.5),
                millis(gateways, 0.99),
                pings > 0 ? peers.sum("pigw_pings_arrived_hops_total", "") / pings : 0,
                sos.sum("pigw_sos_opinions_total", "") / each,
                sos.sum("pigw_sos_reports_total", "") / each,
                services(delivered),
                overlay.nodes().stream().map(node -> row(node, delivered)).toList());
    }

    private Meters meters(ServerKind kind) {
        Meters sum = Meters.parse(List.of());
        for (ScaleNode node : overlay.of(kind)) {
            sum = sum.plus(after.metersSince(before, node));
        }
        return sum;
    }

    private static long delivered(Meters gateways) {
        return Math.round(gateways.sum("pigw_gateway_delivered_total", TO_PEER));
    }

    private static double millis(Meters gateways, double share) {
        return MILLIS_PER_SECOND * gateways.quantile("pigw_gateway_delivery_seconds", TO_PEER, share);
    }

    private List<ScaleReport.Service> services(long delivered) {
        List<ScaleReport.Service> services = new ArrayList<>();
        for (ServerKind kind : List.of(ServerKind.GATEWAY, ServerKind.PROXY, ServerKind.SOS, ServerKind.PEERS)) {
            double micros = overlay.of(kind).stream().mapToDouble(this::micros).sum();
            services.add(new ScaleReport.Service(label(kind), micros / Math.max(1, delivered)));
        }
        return services;
    }

    private ScaleReport.Row row(ScaleNode node, long delivered) {
        long messages = messages(node, delivered);
        return new ScaleReport.Row(
                label(node.kind()),
                node.name(),
                messages,
                (double) messages / Math.max(1, delivered),
                micros(node) / Math.max(1, messages),
                idle.share(node) * MILLIS_PER_SECOND,
                after.megabytes(node));
    }

    private long messages(ScaleNode node, long delivered) {
        Meters own = after.metersSince(before, node);
        return switch (node.kind()) {
            case GATEWAY -> delivered(own);
            case PROXY -> Math.round(own.sum("pigw_csp_delivered_total", "status=\"200\""));
            case SOS, PEERS, ANSWER, ACCEPT, CSP -> delivered;
        };
    }

    /** Processor time of a process for the load, in microseconds: without what it would have taken anyway. */
    private double micros(ScaleNode node) {
        double all = after.cpuSince(before, node).toNanos();
        double anyway = idle.share(node) * (after.nanos() - before.nanos());
        return Math.max(0, all - anyway) / NANOS_PER_MICRO;
    }

    static String label(ServerKind kind) {
        return switch (kind) {
            case PROXY -> "csp";
            case GATEWAY, SOS, PEERS, ANSWER, ACCEPT, CSP -> kind.name().toLowerCase(Locale.ROOT);
        };
    }
}
