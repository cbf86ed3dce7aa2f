package io.pigw.cli.demo;

import java.util.List;

/**
 * A scenario as {@code --json} reports it.
 *
 * @param name {@code ims-to-peer}, {@code peer-to-ims} or {@code unreachable}
 * @param passed whether each step and the contents were right
 * @param problems what was not
 * @param messages measured ones
 * @param meanMillis mean latency
 * @param medianMillis median latency
 * @param p99Millis 99th percentile
 * @param meanHops of a PingRequest, links over all arrived routes; 0 where nothing is pinged
 * @param totalHops as the paper counts them (§5.1)
 * @param ladder one run, a line a message
 */
public record ScenarioResult(
        String name,
        boolean passed,
        List<String> problems,
        int messages,
        double meanMillis,
        double medianMillis,
        double p99Millis,
        double meanHops,
        double totalHops,
        List<String> ladder) {
    /** Copies the lists. */
    public ScenarioResult {
        problems = List.copyOf(problems);
        ladder = List.copyOf(ladder);
    }
}
