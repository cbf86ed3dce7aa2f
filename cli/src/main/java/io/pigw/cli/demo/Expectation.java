package io.pigw.cli.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * A step that a scenario's ladder must hold, after the steps expected before it. Other steps may come between.
 *
 * @param from exact name of the sender, or the beginning of it
 * @param to exact name of the receiver, or the beginning of it
 * @param what the beginning of the message in short
 */
record Expectation(String from, String to, String what) {

    private boolean isMetBy(LadderStep step) {
        return step.from().startsWith(from)
                && step.to().startsWith(to)
                && step.what().startsWith(what);
    }

    /** What the ladder lacks, in words; empty when all steps are there in this order. */
    static List<String> missing(Ladder ladder, List<Expectation> expected) {
        List<String> missing = new ArrayList<>();
        int at = 0;
        for (Expectation expectation : expected) {
            int found = at;
            while (found < ladder.steps().size()
                    && !expectation.isMetBy(ladder.steps().get(found))) {
                found++;
            }
            if (found == ladder.steps().size()) {
                missing.add("step missing or out of order: " + expectation.what + " from " + expectation.from + " to "
                        + expectation.to);
            } else {
                at = found + 1;
            }
        }
        return missing;
    }
}
