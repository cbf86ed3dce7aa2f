package io.pigw.enrollment.exclude;

import io.pigw.p2psip.NodeId;
import java.util.Locale;

/**
 * That a node should be excluded, and why. What an opinion server says, not what is so.
 *
 * @param node which
 * @param grounds what kind of evidence there is
 * @param evidence how much
 * @param detail for people: one line of text, 200 characters at most, may be empty
 */
public record Proposal(NodeId node, Grounds grounds, Evidence evidence, String detail) {

    /** The longest detail, in characters. */
    public static final int MAX_DETAIL = 200;

    /** Checks the detail. */
    public Proposal {
        if (detail.length() > MAX_DETAIL) {
            throw new IllegalArgumentException("detail has at most " + MAX_DETAIL + " characters");
        }
        if (!detail.codePoints().allMatch(Proposal::isPlain)) {
            throw new IllegalArgumentException("detail is one line of text, without control characters");
        }
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** What the evidence is of. */
    public enum Grounds {
        /** The node's word is contradicted by that of others. */
        CONTRADICTION,
        /** The node did not do what it was tried with. */
        AUDITS;

        /** As on the wire and in the audit log. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How much evidence there is.
     *
     * @param good weight of what speaks for the node, 0 to 1,000,000,000
     * @param bad weight of what speaks against it, as good
     * @param counterparties other nodes that it comes from, 0 to 1,000,000,000
     * @param destinations that it was on the way to, as counterparties
     */
    public record Evidence(double good, double bad, int counterparties, int destinations) {

        static final int MOST = 1_000_000_000;

        /** Checks the ranges. */
        public Evidence {
            require("good", good);
            require("bad", bad);
            require("counterparties", counterparties);
            require("destinations", destinations);
        }

        private static void require(String name, double value) {
            if (!(value >= 0 && value <= MOST)) {
                throw new IllegalArgumentException("evidence." + name + " must be 0 to " + MOST);
            }
        }
    }
}
