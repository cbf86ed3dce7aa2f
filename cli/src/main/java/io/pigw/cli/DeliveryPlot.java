package io.pigw.cli;

import io.pigw.simulation.AttackPoint;
import io.pigw.simulation.Estimate;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * Draws delivery over the share of bad peers as SVG: a line for each arm with its intervals, and as dots beside it the share to which
 * a route of honest nodes led. Of records, what was found, and what an honest node held; where they alone are attacked, no pings.
 */
final class DeliveryPlot {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 460;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 20;
    private static final int BOTTOM = 50;
    private static final List<String> COLOURS =
            List.of("#1b6ca8", "#c77f00", "#2e8b57", "#8a4fbf", "#d22222", "#008b8b");

    private final AttackReport report;
    private final double greatestShare;
    private final Formatter svg = new Formatter(Locale.ROOT);

    private DeliveryPlot(AttackReport report) {
        this.report = report;
        this.greatestShare = Math.max(
                0.1,
                report.points().stream().mapToDouble(AttackPoint::share).max().orElse(0));
    }

    static String svg(AttackReport report) {
        DeliveryPlot plot = new DeliveryPlot(report);
        plot.svg.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\">\n",
                WIDTH, HEIGHT);
        plot.svg.format("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", WIDTH, HEIGHT);
        plot.axes();
        plot.lines();
        plot.svg.format("</svg>\n");
        return plot.svg.toString();
    }

    private void axes() {
        for (int tenth = 0; tenth <= 10; tenth += 2) {
            double y = y(tenth / 10.0);
            svg.format(
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#dddddd\"/>\n",
                    LEFT, y, WIDTH - RIGHT, y);
            svg.format(
                    "<text x=\"%d\" y=\"%.1f\" font-size=\"12\" text-anchor=\"end\">%d %%</text>\n",
                    LEFT - 8, y + 4, 10 * tenth);
        }
        for (AttackPoint point : report.points()) {
            svg.format(
                    "<text x=\"%.1f\" y=\"%d\" font-size=\"12\" text-anchor=\"middle\">%.0f %%</text>\n",
                    x(point.share()), HEIGHT - BOTTOM + 18, 100 * point.share());
        }
        svg.format(
                "<text x=\"%d\" y=\"%d\" font-size=\"13\" text-anchor=\"middle\">bad peers (%s); %d nodes, %d CSPs</text>\n",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 12,
                report.adversaries().isEmpty() ? "none" : String.join(", ", report.adversaries()),
                report.nodes(),
                report.csps());
    }

    private void lines() {
        AttackPoint first = report.points().getFirst();
        int number = 0;
        if (!report.areRecordsAlone()) {
            for (; number < first.arms().size(); number++) {
                int arm = number;
                line(
                        number,
                        first.arms().get(arm).arm().label(),
                        point -> point.arms().get(arm).delivered(),
                        point -> point.arms().get(arm).bound());
            }
        }
        if (first.records() != null) {
            line(
                    number,
                    "records found",
                    point -> Objects.requireNonNull(point.records()),
                    point -> Objects.requireNonNull(point.recordsBound()));
        }
    }

    private void line(
            int number, String label, Function<AttackPoint, Estimate> share, Function<AttackPoint, Estimate> possible) {
        String colour = COLOURS.get(number % COLOURS.size());
        StringBuilder points = new StringBuilder();
        for (AttackPoint point : report.points()) {
            Estimate counted = share.apply(point);
            double x = x(point.share());
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y(counted.mean())));
            svg.format(
                    "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n",
                    x, y(counted.low()), x, y(counted.high()), colour);
            svg.format(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"none\" stroke=\"%s\"/>\n",
                    x, y(possible.apply(point).mean()), colour);
        }
        svg.format(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n",
                points.toString().strip(), colour);
        svg.format(
                "<text x=\"%d\" y=\"%d\" font-size=\"13\" fill=\"%s\">%s</text>\n",
                LEFT + 12, HEIGHT - BOTTOM - 12 - 18 * number, colour, label);
    }

    private double x(double share) {
        return LEFT + 20 + (WIDTH - LEFT - RIGHT - 40) * share / greatestShare;
    }

    private static double y(double share) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share);
    }
}
