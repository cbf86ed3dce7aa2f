package io.pigw.overlay.chord;

import java.time.Duration;

/**
 * The size and the times of a Chord node.
 *
 * @param successors length of the successor list, 3 to 16
 * @param predecessors length of the predecessor list, 3 to 16
 * @param stabilise how often the neighbours are asked
 * @param sweep how often all fingers are looked up
 * @param requestTimeout for an answer of a neighbour or a finger, dialling included
 * @param lookupTimeout for an answer that walks through the ring
 * @param leaveTimeout how long a leaving node waits for its neighbours
 * @param holdDown how long a failed node is not taken from the lists of others (RFC 6940 §10.7.1: 30 s)
 */
public record ChordOptions(
        int successors,
        int predecessors,
        Pace stabilise,
        Pace sweep,
        Duration requestTimeout,
        Duration lookupTimeout,
        Duration leaveTimeout,
        Duration holdDown) {

    /** What suits some hundred to some thousand nodes. */
    public static final ChordOptions DEFAULTS = new ChordOptions(
            8,
            3,
            new Pace(Duration.ofMillis(250), Duration.ofSeconds(10)),
            new Pace(Duration.ofSeconds(1), Duration.ofSeconds(60)),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30));

    private static final int FEWEST_NEIGHBOURS = 3;
    private static final int MOST_NEIGHBOURS = 16;

    /** Checks the ranges. */
    public ChordOptions {
        if (successors < FEWEST_NEIGHBOURS
                || successors > MOST_NEIGHBOURS
                || predecessors < FEWEST_NEIGHBOURS
                || predecessors > MOST_NEIGHBOURS) {
            throw new IllegalArgumentException(
                    "a node has " + FEWEST_NEIGHBOURS + " to " + MOST_NEIGHBOURS + " neighbours on each side");
        }
        if (!requestTimeout.isPositive()
                || !lookupTimeout.isPositive()
                || !leaveTimeout.isPositive()
                || !holdDown.isPositive()) {
            throw new IllegalArgumentException("times of a Chord node are positive");
        }
    }

    /** The same with another length of the successor list. */
    public ChordOptions withSuccessors(int count) {
        return new ChordOptions(
                count, predecessors, stabilise, sweep, requestTimeout, lookupTimeout, leaveTimeout, holdDown);
    }

    /** The same with other paces. */
    public ChordOptions withPaces(Pace stabilise, Pace sweep) {
        return new ChordOptions(
                successors, predecessors, stabilise, sweep, requestTimeout, lookupTimeout, leaveTimeout, holdDown);
    }
}
