package io.pigw.simulation;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pigw.simulation.keys.Signatures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1, 11, 3, 1, nodes",
        "100001, 15, 20, 3, 1, nodes",
        "16, 17, 11, 3, 1, CSPs",
        "16, 0, 11, 3, 1, CSPs",
        "16, 4, 0, 3, 1, ring bits",
        "16, 4, 129, 3, 1, ring bits",
        "17, 4, 4, 3, 1, no room",
        "16, 4, 11, 0, 1, routes",
        "16, 4, 11, 33, 1, routes",
        "16, 4, 11, 3, -1, attempts"
    })
    void whatIsOutOfRangeIsRefusedByName(int nodes, int csps, int bits, int routes, int attempts, String told) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SimulationOptions(nodes, csps, bits, routes, attempts, Signatures.MODEL, 1))
                .withMessageContaining(told);
    }
}
