package io.pigw.sos;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pigw.p2psip.NodeId;
import java.util.Locale;

/**
 * That a node should be excluded, and why, for the enrollment server, which decides.
 *
 * @param node a peer or a client; others are refused
 * @param grounds what kind of evidence there is
 * @param evidence how much
 * @param detail for people: one line of text, 200 characters at most, may be empty
 */
public record ExclusionProposal(NodeId node, Grounds grounds, Evidence evidence, String detail) {

    private static final int MAX_DETAIL = 200;

    /** Checks the detail. */
    public ExclusionProposal {
        if (detail.length() > MAX_DETAIL || detail.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a detail is one line of at most " + MAX_DETAIL + " characters");
        }
    }

    /** What the evidence is of. */
    public enum Grounds {
        /** The node's signed word is contradicted by that of others. */
        CONTRADICTION,
        /** The node did not do what it was tried with. */
        AUDITS
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

        private static final int MOST = 1_000_000_000;

        /** Checks the ranges. */
        public Evidence {
            require(good);
            require(bad);
            require(counterparties);
            require(destinations);
        }

        private static void require(double value) {
            if (!(value >= 0 && value <= MOST)) {
                throw new IllegalArgumentException("evidence is 0 to " + MOST + ", not " + value);
            }
        }
    }

    /** As the enrollment server reads it. */
    String json() {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("node", node.toString())
                .put("grounds", grounds.name().toLowerCase(Locale.ROOT));
        body.putObject("evidence")
                .put("good", evidence.good())
                .put("bad", evidence.bad())
                .put("counterparties", evidence.counterparties())
                .put("destinations", evidence.destinations());
        return body.put("detail", detail).toString();
    }
}
