package io.pigw.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The messages of one run of a scenario in the order of time, as in the paper's Figures 8 to 10. */
record Ladder(List<LadderStep> steps) {

    private static final int NAME_WIDTH = 12;
    private static final int ARROW_WIDTH = 34;

    Ladder {
        steps = List.copyOf(steps);
    }

    /** A line for each step: number, milliseconds since the first, who, what, to whom. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            LadderStep step = steps.get(i);
            double millis = (step.nanos() - steps.getFirst().nanos()) / 1e6;
            lines.add(String.format(
                    Locale.ROOT,
                    "%3d %8.2f ms  %-" + NAME_WIDTH + "s %s %s",
                    i + 1,
                    millis,
                    step.from(),
                    arrow(step.what()),
                    step.to()));
        }
        return lines;
    }

    /** How many steps carried the message so named, from an element whose name begins so. */
    int count(String from, String what) {
        return (int) steps.stream()
                .filter(step -> step.from().startsWith(from) && step.what().equals(what))
                .count();
    }

    private static String arrow(String what) {
        int dashes = Math.max(2, ARROW_WIDTH - what.length());
        return "── " + what + " " + "─".repeat(dashes) + "▶";
    }
}
