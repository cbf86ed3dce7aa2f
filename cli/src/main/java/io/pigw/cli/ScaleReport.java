package io.pigw.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pigw.simulation.ScaleEstimate;
import io.pigw.simulation.ScalePoint;
import io.pigw.simulation.ScaleRun;
import io.pigw.simulation.SimulationOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Overlays at rest.
 *
 * @param points one for each size
 * @param computed for one that is too large to simulate; null where the points do not tell
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ScaleReport(List<ScalePoint> points, @Nullable ScaleEstimate computed) {

    private static final long COMPUTED_NODES = 100_000_000;

    static ScaleReport run(List<SimulationOptions> sizes, Progress progress) {
        List<ScalePoint> points = new ArrayList<>();
        for (SimulationOptions size : sizes) {
            progress.begin(size.nodes() + " nodes");
            ScalePoint point = ScaleRun.run(size, progress::update);
            points.add(point);
            progress.end(String.format(Locale.ROOT, "%.2f hops", point.meanHops()));
        }
        return new ScaleReport(points, ScaleEstimate.of(COMPUTED_NODES, points).orElse(null));
    }

    String table() {
        Table table = new Table(
                "nodes", "CSPs", "hops", "½·log2(N/S)+0.75", "contacts", "links", "messages/s", "bytes/s", "answered");
        for (ScalePoint point : points) {
            table.add(
                    String.valueOf(point.nodes()),
                    String.valueOf(point.csps()),
                    point.pings() == 0 ? "-" : number(point.meanHops()),
                    number(point.predictedHops()),
                    String.format(Locale.ROOT, "%.1f", point.meanContacts()),
                    String.format(Locale.ROOT, "%.1f", point.meanLinks()),
                    number(point.messagesPerNodeSecond()),
                    String.format(Locale.ROOT, "%.0f", point.bytesPerNodeSecond()),
                    point.pings() == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * point.delivered()));
        }
        ScaleEstimate estimate = computed;
        if (estimate != null) {
            table.add(
                    estimate.nodes() + " (computed)",
                    String.valueOf(estimate.csps()),
                    "-",
                    number(estimate.predictedHops()),
                    String.format(Locale.ROOT, "%.1f", estimate.meanContacts()),
                    "-",
                    number(estimate.messagesPerNodeSecond()),
                    String.format(Locale.ROOT, "%.0f", estimate.bytesPerNodeSecond()),
                    "-");
        }
        return table + "Upkeep is of one node at rest, without TLS and TCP.";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
