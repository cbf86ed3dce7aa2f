package io.pigw.cli;

import io.pigw.simulation.trust.TrustComparison;
import io.pigw.simulation.trust.TrustPoint;
import java.util.Comparator;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/**
 * Draws delivery over messages as SVG: for each threat a field, in it a point for each way of sending pings with its interval. Up and to
 * the left is better.
 */
final class TrustPlot {

    private static final int FIELD = 300;
    private static final int COLUMNS = 3;
    private static final int LEFT = 50;

    /** Of the legend. */
    private static final int ENTRY = 130;

    private static final int TOP = 34;
    private static final int INNER = 220;
    private static final int RADIUS = 3;
    private static final double RING = 0.8;
    private static final int HALF = 5;
    private static final int TENTHS = 10;
    private static final double PICTURED_SHARE = 0.3;
    private static final List<String> COLOURS =
            List.of("#888888", "#c77f00", "#d22222", "#1b6ca8", "#a0522d", "#2e8b57", "#8a4fbf");

    private final List<TrustComparison> fields;
    private final double most;
    private final int lowestTenth;
    private final Formatter svg = new Formatter(Locale.ROOT);

    private TrustPlot(TrustReport report) {
        double share = report.comparisons().stream()
                .map(TrustComparison::share)
                .min(Comparator.comparingDouble(s -> Math.abs(s - PICTURED_SHARE)))
                .orElse(PICTURED_SHARE);
        this.fields = report.comparisons().stream()
                .filter(comparison -> comparison.share() == share)
                .toList();
        this.most = Math.ceil(fields.stream()
                        .flatMap(field -> field.arms().stream())
                        .mapToDouble(point -> point.messages().mean())
                        .max()
                        .orElse(1)
                + 1);
        this.lowestTenth = (int) Math.floor(fields.stream()
                .flatMap(field -> field.arms().stream())
                .mapToDouble(point -> TENTHS * Math.max(0, point.delivered().low()))
                .reduce(HALF, Math::min));
    }

    static String svg(TrustReport report) {
        return new TrustPlot(report).draw();
    }

    private String draw() {
        int rows = (fields.size() + COLUMNS - 1) / COLUMNS;
        int columns = Math.min(COLUMNS, fields.size());
        int width =
                fields.isEmpty() ? 0 : LEFT + ENTRY * fields.getFirst().arms().size();
        svg.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\">\n",
                Math.max(columns * FIELD, width), rows * FIELD + 40);
        svg.format("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n");
        for (int i = 0; i < fields.size(); i++) {
            svg.format("<g transform=\"translate(%d %d)\">\n", i % COLUMNS * FIELD, i / COLUMNS * FIELD);
            field(fields.get(i));
            svg.format("</g>\n");
        }
        if (!fields.isEmpty()) {
            legend(fields.getFirst(), rows * FIELD + 22);
        }
        svg.format("</svg>\n");
        return svg.toString();
    }

    private void field(TrustComparison field) {
        svg.format(
                "<text x=\"%d\" y=\"%d\" font-size=\"13\" text-anchor=\"middle\">%s, %.0f %% bad%s</text>\n",
                LEFT + INNER / 2,
                TOP - 12,
                field.threat().label(),
                100 * field.share(),
                field.threat().liars() > 0
                        ? String.format(
                                Locale.ROOT,
                                ", %.0f %% liars",
                                100 * field.threat().liars())
                        : "");
        for (int tenth = lowestTenth; tenth <= TENTHS; tenth++) {
            double y = y((double) tenth / TENTHS);
            svg.format(
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#dddddd\"/>\n",
                    LEFT, y, LEFT + INNER, y);
            svg.format(
                    "<text x=\"%d\" y=\"%.1f\" font-size=\"11\" text-anchor=\"end\">%d %%</text>\n",
                    LEFT - 6, y + 4, TENTHS * tenth);
        }
        for (int messages = 0; messages <= most; messages += 5) {
            svg.format(
                    "<text x=\"%.1f\" y=\"%d\" font-size=\"11\" text-anchor=\"middle\">%d</text>\n",
                    x(messages), TOP + INNER + 16, messages);
        }
        svg.format(
                "<text x=\"%d\" y=\"%d\" font-size=\"11\" text-anchor=\"middle\">messages a ping</text>\n",
                LEFT + INNER / 2, TOP + INNER + 32);
        svg.format(
                "<text x=\"9\" y=\"%1$d\" font-size=\"11\" text-anchor=\"middle\" transform=\"rotate(-90 9 %1$d)\">delivered</text>\n",
                TOP + INNER / 2);
        for (int i = 0; i < field.arms().size(); i++) {
            int above = field.arms().size() - 1 - i;
            point(field.arms().get(i), COLOURS.get(i % COLOURS.size()), RADIUS + above * RING);
        }
    }

    /** Those drawn before are greater, so that of several in one place all are seen. */
    private void point(TrustPoint point, String colour, double radius) {
        double x = x(point.messages().mean());
        svg.format(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n",
                x, y(point.delivered().low()), x, y(point.delivered().high()), colour);
        svg.format(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"><title>%s: %.1f %%, %.1f messages</title></circle>\n",
                x,
                y(point.delivered().mean()),
                radius,
                colour,
                point.arm().label(),
                100 * point.delivered().mean(),
                point.messages().mean());
    }

    private void legend(TrustComparison field, int y) {
        for (int i = 0; i < field.arms().size(); i++) {
            int x = LEFT + i * ENTRY;
            svg.format(
                    "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/>\n", x, y - 4, COLOURS.get(i % COLOURS.size()));
            svg.format(
                    "<text x=\"%d\" y=\"%d\" font-size=\"12\">%s</text>\n",
                    x + 9, y, field.arms().get(i).arm().label());
        }
    }

    private double x(double messages) {
        return LEFT + INNER * messages / most;
    }

    private double y(double share) {
        double lowest = (double) lowestTenth / TENTHS;
        return TOP + INNER * (1 - Math.max(lowest, share)) / (1 - lowest);
    }
}
