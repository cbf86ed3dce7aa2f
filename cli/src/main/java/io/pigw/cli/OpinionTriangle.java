package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Formatter;
import java.util.Locale;

/**
 * Draws opinions as points of a triangle, as subjective logic does: uncertainty at the top, disbelief and belief at the bottom. From a
 * point that stands out a line leads down to its expectation.
 */
final class OpinionTriangle {

    static final int SIDE = 320;
    private static final int HEIGHT = 277;

    private final Formatter svg;
    private final int left;
    private final int top;

    OpinionTriangle(Formatter svg, int left, int top) {
        this.svg = svg;
        this.left = left;
        this.top = top;
    }

    void frame() {
        int right = left + SIDE;
        int bottom = top + HEIGHT;
        int middle = left + SIDE / 2;
        svg.format(
                "<polygon points=\"%d,%d %d,%d %d,%d\" fill=\"#f7f7f7\" stroke=\"#888888\"/>\n",
                middle, top, left, bottom, right, bottom);
        label(middle, top - 18, "middle", "uncertainty");
        label(left, bottom + 18, "middle", "disbelief");
        label(right, bottom + 18, "middle", "belief");
    }

    /**
     * A point.
     *
     * @param label beside it; empty for none
     * @param standsOut whether it is large, and its expectation shown
     */
    void point(JsonNode opinion, String label, String title, boolean standsOut) {
        double x = left
                + SIDE
                        * (opinion.path("belief").asDouble()
                                + opinion.path("uncertainty").asDouble() / 2);
        double y = top + HEIGHT * (1 - opinion.path("uncertainty").asDouble());
        double expectation = opinion.path("expectation").asDouble();
        if (standsOut) {
            svg.format(
                    "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\" stroke-dasharray=\"4 3\"/>\n",
                    x, y, left + SIDE * expectation, top + HEIGHT, colour(expectation));
        }
        svg.format(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" fill=\"%s\" stroke=\"#222222\"><title>%s</title></circle>\n",
                x, y, standsOut ? 7 : 4, colour(expectation), escaped(title));
        if (!label.isEmpty()) {
            svg.format(
                    "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\">%s</text>\n",
                    x + 9, y + 4, standsOut ? 14 : 11, escaped(label));
        }
    }

    /** From red, nothing is to be expected, over amber to green. */
    static String colour(double expectation) {
        double share = Math.clamp(expectation, 0.0, 1.0);
        return share < 0.5 ? mixed(0xd22222, 0xc79000, 2 * share) : mixed(0xc79000, 0x2e8b57, 2 * share - 1);
    }

    private static String mixed(int from, int to, double share) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int start = from >> shift & 0xff;
            int end = to >> shift & 0xff;
            mixed |= (int) Math.round(start + share * (end - start)) << shift;
        }
        return String.format(Locale.ROOT, "#%06x", mixed);
    }

    /** A text of several lines. */
    static void heading(Formatter svg, String text, int columns) {
        int y = 24;
        StringBuilder line = new StringBuilder();
        for (String word : (text + " ").split(" ", -1)) {
            boolean isFull = line.length() + word.length() > columns;
            if (!line.isEmpty() && (isFull || word.isEmpty())) {
                svg.format(
                        "<text x=\"16\" y=\"%d\" font-size=\"13\">%s</text>\n",
                        y, escaped(line.toString().strip()));
                line.setLength(0);
                y += 17;
            }
            line.append(word).append(' ');
        }
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A node's ID as there is room for it. */
    static String brief(String node) {
        return node.length() <= 10 ? node : node.substring(0, 5) + "…" + node.substring(node.length() - 3);
    }

    private void label(int x, int y, String anchor, String text) {
        svg.format("<text x=\"%d\" y=\"%d\" font-size=\"13\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, text);
    }
}
