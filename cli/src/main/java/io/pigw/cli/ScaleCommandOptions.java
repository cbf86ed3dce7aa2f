package io.pigw.cli;

import io.pigw.simulation.SimulationOptions;
import io.pigw.simulation.keys.Signatures;
import java.util.List;
import picocli.CommandLine.Option;

/** Of which sizes {@code simulate} measures overlays at rest. */
final class ScaleCommandOptions {

    /** The paper's overlay has 15 CSPs of 512 nodes; smaller ones have as few in proportion, larger ones no more. */
    private static final int PAPER_NODES = 512;

    private static final int PAPER_CSPS = 15;

    @Option(
            names = "--scale",
            paramLabel = "N",
            arity = "0..1",
            split = ",",
            fallbackValue = "1,2,8,64,512,4096,32768,100000",
            description = {
                "measure overlays of these sizes at rest instead: hops, contacts, upkeep; computed for 10^8 nodes, too.",
                "Without sizes: ${FALLBACK-VALUE}"
            })
    List<Integer> sizes = List.of();

    boolean isAsked() {
        return !sizes.isEmpty();
    }

    /** One for each size. */
    List<SimulationOptions> points(int csps, int ringBits, int routes, int attempts, Signatures signatures, long seed) {
        return sizes.stream()
                .map(nodes -> new SimulationOptions(
                        nodes,
                        Math.clamp((long) nodes * PAPER_CSPS / PAPER_NODES, 1, csps),
                        ringBits,
                        routes,
                        attempts,
                        signatures,
                        seed))
                .toList();
    }
}
