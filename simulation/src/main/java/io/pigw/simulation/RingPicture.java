package io.pigw.simulation;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.simulation.world.SimulatedNode;
import io.pigw.simulation.world.World;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Draws a ring as SVG: CSPs as squares, peers as dots, bad ones in red, and routes across it. */
final class RingPicture {

    private static final int SIZE = 900;
    private static final double CENTRE = SIZE / 2.0;
    private static final double RADIUS = 400;
    private static final List<String> COLOURS =
            List.of("#1b6ca8", "#2e8b57", "#8a4fbf", "#c77f00", "#008b8b", "#6b6b00");

    private final World world;
    private final StringBuilder svg = new StringBuilder();

    private RingPicture(World world) {
        this.world = world;
    }

    /** The nodes that are up, and these routes, each from a CSP to its destination. */
    static String svg(World world, List<List<NodeId>> routes) {
        RingPicture picture = new RingPicture(world);
        picture.line(String.format(
                Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\">", SIZE, SIZE));
        picture.line(String.format(Locale.ROOT, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", SIZE, SIZE));
        picture.line(String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"none\" stroke=\"#cccccc\"/>",
                CENTRE,
                CENTRE,
                RADIUS));
        for (int i = 0; i < routes.size(); i++) {
            picture.route(routes.get(i), COLOURS.get(i % COLOURS.size()));
        }
        world.live().forEach(picture::node);
        picture.legend();
        picture.line("</svg>");
        return picture.svg.toString();
    }

    private void route(List<NodeId> route, String colour) {
        StringBuilder points = new StringBuilder();
        for (NodeId node : route) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(node), y(node)));
        }
        line(String.format(
                Locale.ROOT,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.2\" opacity=\"0.7\"/>",
                points.toString().strip(),
                colour));
    }

    private void node(SimulatedNode node) {
        double x = x(node.id());
        double y = y(node.id());
        String title = "<title>" + (node.isBad() ? "bad " : "")
                + node.role().name().toLowerCase(Locale.ROOT) + " " + node.id() + "</title>";
        if (node.role() == Role.CSP) {
            line(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"10\" height=\"10\" fill=\"black\">%s</rect>",
                    x - 5,
                    y - 5,
                    title));
        } else {
            line(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\">%s</circle>",
                    x,
                    y,
                    node.isBad() ? 4.0 : 2.5,
                    node.isBad() ? "#d22222" : "#555555",
                    title));
        }
    }

    private void legend() {
        line(String.format(
                Locale.ROOT,
                "<text x=\"12\" y=\"24\" font-family=\"sans-serif\" font-size=\"14\">seed %d: %d nodes, %d bad (red);"
                        + " squares are CSPs</text>",
                world.options().seed(),
                world.live().size(),
                world.corruption().nodes().size()));
    }

    /** Clockwise from the top, in parts of the whole ring. */
    private double angle(NodeId id) {
        BigInteger whole = BigInteger.TWO.pow(world.options().ring().bits());
        return 2
                * Math.PI
                * new BigDecimal(id.toBigInteger())
                        .divide(new BigDecimal(whole), MathContext.DECIMAL64)
                        .doubleValue();
    }

    private double x(NodeId id) {
        return CENTRE + RADIUS * Math.sin(angle(id));
    }

    private double y(NodeId id) {
        return CENTRE - RADIUS * Math.cos(angle(id));
    }

    private void line(String text) {
        svg.append(text).append('\n');
    }
}
