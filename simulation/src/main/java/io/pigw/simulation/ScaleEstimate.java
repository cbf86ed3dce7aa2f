package io.pigw.simulation;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What an overlay too large to simulate would come to: straight lines through the measured points over log2(nodes), by least
 * squares.
 *
 * @param nodes of it
 * @param csps of them
 * @param predictedHops half of log2(nodes / csps), and 0.75
 * @param meanContacts that a node would know
 * @param messagesPerNodeSecond for upkeep
 * @param bytesPerNodeSecond for upkeep
 */
public record ScaleEstimate(
        long nodes,
        int csps,
        double predictedHops,
        double meanContacts,
        double messagesPerNodeSecond,
        double bytesPerNodeSecond) {

    /** Smaller overlays know everybody, and lie on no line. */
    private static final int FEWEST_NODES = 64;

    /** From the points of 64 nodes or more; nothing if there are fewer than two sizes of them. */
    public static Optional<ScaleEstimate> of(long nodes, List<ScalePoint> points) {
        List<ScalePoint> large =
                points.stream().filter(point -> point.nodes() >= FEWEST_NODES).toList();
        if (large.stream().map(ScalePoint::nodes).distinct().count() < 2) {
            return Optional.empty();
        }
        int csps = large.getLast().csps();
        return Optional.of(new ScaleEstimate(
                nodes,
                csps,
                ScalePoint.predictedHops((double) nodes, csps),
                at(nodes, large, ScalePoint::meanContacts),
                at(nodes, large, ScalePoint::messagesPerNodeSecond),
                at(nodes, large, ScalePoint::bytesPerNodeSecond)));
    }

    private static double at(long nodes, List<ScalePoint> points, ToDoubleFunction<ScalePoint> value) {
        double meanX = points.stream()
                .mapToDouble(point -> log2(point.nodes()))
                .average()
                .orElseThrow();
        double meanY = points.stream().mapToDouble(value).average().orElseThrow();
        double products = points.stream()
                .mapToDouble(point -> (log2(point.nodes()) - meanX) * (value.applyAsDouble(point) - meanY))
                .sum();
        double squares = points.stream()
                .mapToDouble(point -> Math.pow(log2(point.nodes()) - meanX, 2))
                .sum();
        return meanY + products / squares * (log2((double) nodes) - meanX);
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
