package io.pigw.simulation.world;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.p2psip.NodeId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatchTest {

    @Test
    void aViolationEndsTheRunWithItsSeedAndItsTime() {
        // Given: a CSP that is up and has given up its place without a word
        World world = Worlds.settled(WorldOptions.of(11, 3, 77), 10);
        NodeId csp = world.options().csps().getFirst().id();

        // When
        world.node(csp).chord().close();

        // Then
        long second = world.time().nanos() / 1_000_000_000 + 1;
        assertThatThrownBy(() -> world.time().runFor(Duration.ofSeconds(2)))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageStartingWith("seed 77, at " + second + ".000000 s of virtual time: CSP " + csp);
    }
}
