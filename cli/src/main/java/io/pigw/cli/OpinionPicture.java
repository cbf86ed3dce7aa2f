package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Formatter;
import java.util.Locale;

/** Draws what is thought of a node as SVG: the opinion of each observer as a small point, all together as a large one. */
final class OpinionPicture {

    private static final int WIDTH = 480;
    private static final int HEIGHT = 420;
    private static final int COLUMNS = 64;

    /** More would cover each other. */
    private static final int MAX_LABELS = 24;

    private OpinionPicture() {}

    static String svg(JsonNode view) {
        Formatter svg = new Formatter(Locale.ROOT);
        svg.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\">\n",
                WIDTH, HEIGHT);
        svg.format("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", WIDTH, HEIGHT);
        OpinionTriangle.heading(svg, NodeText.conclusion(view), COLUMNS);
        OpinionTriangle triangle = new OpinionTriangle(svg, 60, 100);
        triangle.frame();
        int number = 0;
        for (JsonNode link : view.path("links")) {
            String observer = link.path("observer").asText();
            boolean leftOut = link.path("leftOut").asBoolean();
            triangle.point(
                    link.path("opinion"),
                    number++ < MAX_LABELS ? OpinionTriangle.brief(observer) + (leftOut ? " (left out)" : "") : "",
                    "seen by " + observer + ": expectation " + Shares.two(link, "/opinion/expectation"),
                    false);
        }
        String node = view.path("node").asText();
        triangle.point(
                view.path("opinion"),
                OpinionTriangle.brief(node),
                "on " + node + ": expectation " + Shares.two(view, "/opinion/expectation"),
                true);
        return svg.format("</svg>\n").toString();
    }
}
