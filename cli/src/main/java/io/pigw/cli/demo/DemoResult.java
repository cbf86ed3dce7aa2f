package io.pigw.cli.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * What {@code --json} prints.
 *
 * @param nodes members of the ring and the gateway
 * @param csps of them CSPs
 * @param readyMillis from the start to the settled overlay
 * @param scenarios the paper's three
 */
public record DemoResult(int nodes, int csps, long readyMillis, List<ScenarioResult> scenarios) {
    /** Copies the list. */
    public DemoResult {
        scenarios = List.copyOf(scenarios);
    }

    /** Whether all scenarios passed. */
    @JsonIgnore
    public boolean passed() {
        return scenarios.stream().allMatch(ScenarioResult::passed);
    }
}
