package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.cli.RouteExplanation.Copy;
import java.util.Formatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Draws a search as SVG: its routes as chains of nodes, each link with its expectation, beside the triangle of their opinions. */
final class RoutePicture {

    private static final int CHAINS_LEFT = 460;
    private static final int STEP = 96;
    private static final int ROW = 64;
    private static final int TOP = 100;
    private static final int COLUMNS = 120;
    private static final int LEAST_HEIGHT = 430;
    private static final int RADIUS = 8;

    private final RouteExplanation explained;
    private final Formatter svg = new Formatter(Locale.ROOT);

    private RoutePicture(RouteExplanation explained) {
        this.explained = explained;
    }

    static String svg(RouteExplanation explained) {
        RoutePicture picture = new RoutePicture(explained);
        picture.draw();
        return picture.svg.toString();
    }

    private void draw() {
        List<Copy> copies = explained.copies();
        int longest =
                copies.stream().mapToInt(copy -> copy.nodes().size()).max().orElse(1);
        int width = CHAINS_LEFT + Math.max(4, longest) * STEP + 40;
        int height = Math.max(LEAST_HEIGHT, TOP + copies.size() * ROW + 20);
        svg.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\">\n",
                width, height);
        svg.format("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", width, height);
        OpinionTriangle.heading(svg, RouteText.conclusion(explained), COLUMNS);
        OpinionTriangle triangle = new OpinionTriangle(svg, 50, TOP);
        triangle.frame();
        byOpinion(copies).values().forEach(equal -> point(triangle, equal));
        for (int row = 0; row < copies.size(); row++) {
            chain(copies.get(row), TOP + row * ROW);
        }
        svg.format("</svg>\n");
    }

    /** Of complete routes; those with the same opinion are one point. */
    private static Map<JsonNode, List<Copy>> byOpinion(List<Copy> copies) {
        return copies.stream()
                .filter(copy -> copy.complete() && copy.route().isPresent())
                .collect(Collectors.groupingBy(
                        copy -> copy.route().orElseThrow().path("opinion"), LinkedHashMap::new, Collectors.toList()));
    }

    private static void point(OpinionTriangle triangle, List<Copy> equal) {
        JsonNode opinion = equal.getFirst().route().orElseThrow().path("opinion");
        String numbers =
                equal.stream().map(copy -> Integer.toString(copy.number())).collect(Collectors.joining(", "));
        triangle.point(
                opinion,
                numbers,
                "route " + numbers + ": expectation " + Shares.two(opinion, "/expectation"),
                equal.stream().anyMatch(Copy::isChosen));
    }

    private void chain(Copy copy, int y) {
        svg.format(
                "<text x=\"%d\" y=\"%d\" font-size=\"12\"%s>%s</text>\n",
                CHAINS_LEFT - 10,
                y - 16,
                copy.isChosen() ? " font-weight=\"bold\"" : "",
                OpinionTriangle.escaped(copy.number() + ": " + RouteText.fate(copy)
                        + copy.expectation()
                                .map(expectation -> ", expectation " + Shares.two(expectation))
                                .orElse("")));
        List<String> nodes = copy.nodes();
        for (int i = 1; i < nodes.size(); i++) {
            link(copy, i, x(i - 1) + RADIUS, x(i) - RADIUS, y);
        }
        if (!copy.complete() && !nodes.isEmpty()) {
            int x = x(nodes.size() - 1) + RADIUS;
            svg.format(
                    "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#888888\" stroke-dasharray=\"2 5\"/>\n",
                    x, y, x + STEP / 2, y);
        }
        for (int i = 0; i < nodes.size(); i++) {
            svg.format(
                    "<circle cx=\"%d\" cy=\"%d\" r=\"%d\" fill=\"%s\" stroke=\"#222222\"><title>%s</title></circle>\n",
                    x(i),
                    y,
                    RADIUS,
                    nodes.get(i).equals(copy.lostAt().path("subject").asText()) ? "#d22222" : "white",
                    OpinionTriangle.escaped(nodes.get(i)));
            svg.format(
                    "<text x=\"%d\" y=\"%d\" font-size=\"11\" text-anchor=\"middle\">%s</text>\n",
                    x(i), y + 24, OpinionTriangle.escaped(OpinionTriangle.brief(nodes.get(i))));
        }
    }

    private void link(Copy copy, int number, int from, int to, int y) {
        Optional<JsonNode> known =
                copy.route().map(route -> route.path("links").path(number - 1).path("opinion"));
        String colour = known.map(opinion ->
                        OpinionTriangle.colour(opinion.path("expectation").asDouble()))
                .orElse("#888888");
        svg.format(
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"%d\"/>\n",
                from, y, to, y, colour, copy.isChosen() ? 4 : 2);
        known.ifPresent(opinion -> svg.format(
                "<text x=\"%d\" y=\"%d\" font-size=\"10\" text-anchor=\"middle\">%s</text>\n",
                (from + to) / 2, y - 5, Shares.two(opinion, "/expectation")));
    }

    private static int x(int node) {
        return CHAINS_LEFT + node * STEP;
    }
}
