package io.pigw.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.ping.OpinionPort;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The destination's choice among the routes that arrived (the paper, §2.4). */
class OpinionTest {

    private static final WorldOptions OPTIONS = WorldOptions.of(11, 3, 4);

    @Test
    void theChosenRouteIsTheOneThatTheCspHears() {
        // Given: somebody who likes the last route best
        List<List<NodeId>> asked = new ArrayList<>();
        World world = Worlds.settled(
                OPTIONS.withOpinion((routes, chosen) -> {
                    asked.addAll(routes);
                    chosen.accept(Optional.of(routes.size() - 1));
                }),
                60);
        NodeId destination = farthest(world);

        // When
        PingOutcome outcome = world.pingAndWait(destination);

        // Then
        assertThat(asked).hasSizeGreaterThan(1).doesNotHaveDuplicates();
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        PingOutcome.Located.class,
                        located -> assertThat(located.route()).isEqualTo(asked.getLast()));
        assertThat(world.counts().undecided()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3, 99})
    void anImpossibleChoiceIsIgnored(int choice) {
        // Given
        World world = Worlds.settled(OPTIONS.withOpinion((_, chosen) -> chosen.accept(Optional.of(choice))), 60);

        // When
        PingOutcome outcome = world.pingAndWait(farthest(world));

        // Then
        assertThat(outcome).isInstanceOf(PingOutcome.Located.class);
        assertThat(world.counts().undecided()).isEqualTo(1);
    }

    @Test
    void nobodyWaitsLongForAnOpinion() {
        // Given: one who never answers in time
        List<Consumer<Optional<Integer>>> unanswered = new ArrayList<>();
        OpinionPort silent = (_, chosen) -> unanswered.add(chosen);
        World world = Worlds.settled(OPTIONS.withOpinion(silent), 60);
        List<PingOutcome> outcomes = new ArrayList<>();

        // When
        world.ping(farthest(world), outcomes::add);
        world.time().runFor(Duration.ofMillis(500));

        // Then
        assertThat(outcomes).hasSize(1).hasOnlyElementsOfType(PingOutcome.Located.class);
        assertThat(world.counts().undecided()).isEqualTo(1);

        // When: too late
        unanswered.forEach(chosen -> chosen.accept(Optional.of(1)));
        world.time().runFor(Duration.ofMillis(500));

        // Then
        assertThat(outcomes).hasSize(1);
    }

    private static NodeId farthest(World world) {
        return PingTest.farFrom(world, world.node(OPTIONS.csps().get(1).id()));
    }
}
