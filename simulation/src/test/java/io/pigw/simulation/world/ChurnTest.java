package io.pigw.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.simulation.network.LinkFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ring and its records while nodes come and go, the overlay is divided, and CSPs stop. The watch looks on. */
class ChurnTest {

    private static final int CSPS = 4;
    private static final int PEERS = 40;
    private static final int OWNERS = 20;
    private static final int RUNS = 4;
    private static final Duration REPAIR = Duration.ofSeconds(20);

    /** Of records with three copies, when nodes go one after the other. */
    private static final double MOST_LOST = 0.04;

    /** All runs together: which of them loses a record is chance. */
    @Test
    void nodesThatJoinLeaveAndCrashAtAnyMomentTakeNoRecordsAlong() {
        int lost = 0;
        for (int seed = 1; seed <= RUNS; seed++) {
            lost += lostUnderChurn(seed, seed * 2 <= RUNS ? 0.2 : 0.5);
        }
        assertThat(lost).isLessThanOrEqualTo((int) (MOST_LOST * RUNS * OWNERS));
    }

    /** How many are not found after it; those that are left say again where they are, and are all found. */
    private static int lostUnderChurn(long seed, double perSecond) {
        World world = world(seed);
        Shelf shelf = new Shelf(world);
        shelf.publishAll(ids(world).subList(0, OWNERS), 1);

        Churn churn = new Churn(world, perSecond);
        churn.start();
        world.time().runFor(Duration.ofMinutes(2));
        churn.stop();
        heal(world);
        SimulatedNode reader = world.node(world.options().csps().getFirst().id());
        int lost = shelf.lostFor(reader).size();

        List<NodeId> left = ids(world).subList(0, OWNERS).stream()
                .filter(owner -> world.node(owner).isUp())
                .toList();
        Shelf refreshed = new Shelf(world);
        refreshed.publishAll(left, 2);
        assertThat(refreshed.lostFor(reader)).as("seed " + seed).isEmpty();
        return lost;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void manyThatJoinAtOnePlaceAtOnceTakeOverWhatLiesThere(long seed) {
        // Given
        World world = world(seed);
        Shelf shelf = new Shelf(world);
        shelf.publishAll(ids(world).subList(0, OWNERS), 1);
        Ring ring = world.options().ring();
        NodeId place = Shelf.resource(ids(world).getFirst()).placeIn(ring);
        List<NodeId> joiners = new ArrayList<>();
        for (NodeId id = place; joiners.size() < 20; id = ring.plusPowerOfTwo(id, 0)) {
            if (world.find(id).isEmpty()) {
                joiners.add(id);
            }
        }

        // When
        world.joinAll(joiners, Duration.ZERO);

        // Then
        Worlds.settle(world, CSPS + PEERS + joiners.size());
        world.time().runFor(REPAIR);
        assertThat(joiners)
                .containsAll(world.replicas(Shelf.resource(ids(world).getFirst())).stream()
                        .map(SimulatedNode::id)
                        .toList());
        assertThat(shelf.lostFor(world.node(ids(world).getLast()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatWasWrittenOnOneSideOfADividedOverlayIsThereWhenItIsWhole(long seed) {
        // Given: two halves that do not hear one another, each with CSPs of its own
        World world = world(seed);
        Shelf shelf = new Shelf(world);
        List<NodeId> owners = ids(world).subList(0, OWNERS);
        shelf.publishAll(owners, 1);
        List<NodeId> order = world.live().stream().map(SimulatedNode::id).toList();
        Predicate<NodeId> west = id -> order.indexOf(id) % 2 == 0;
        world.network()
                .filter((from, to, message) ->
                        west.test(from) == west.test(to) ? Optional.of(message) : Optional.empty());
        world.time().runFor(Duration.ofMinutes(2));
        assertThat(RingInvariants.violations(world)).isNotEmpty();

        // When: everybody writes anew, on his side
        shelf.publishAll(owners, 2);
        world.network().filter(LinkFilter.NONE);

        // Then
        heal(world);
        assertThat(world.live()).hasSize(CSPS + PEERS);
        assertThat(shelf.lostFor(world.node(order.get(0)))).isEmpty();
        assertThat(shelf.lostFor(world.node(order.get(1)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyCspRestartedInTurnLosesNothing(boolean silently) {
        // Given
        World world = world(5);
        Shelf shelf = new Shelf(world);
        List<NodeId> owners = ids(world).subList(0, OWNERS);
        shelf.publishAll(owners, 1);

        for (NodeContact csp : world.options().csps()) {
            // When
            world.crash(csp.id(), silently);
            world.time().runFor(REPAIR);
            List<NodeId> lost = shelf.lostFor(world.node(ids(world).getLast()));
            world.restartCsp(csp.id());
            heal(world);

            // Then
            assertThat(lost).as("while " + csp.id() + " is down").isEmpty();
            assertThat(shelf.lostFor(world.node(csp.id())))
                    .as(csp.id() + " is back")
                    .isEmpty();
        }
    }

    /** Little dependence on central servers: what was joined stays an overlay. */
    @Test
    void withAllCspsStoppedThePeersStoreFetchAndLeave() {
        // Given
        World world = world(6);
        Shelf shelf = new Shelf(world);
        List<NodeId> owners = ids(world).subList(0, OWNERS);
        shelf.publishAll(owners, 1);

        // When
        world.options().csps().forEach(csp -> world.crash(csp.id(), false));
        Worlds.settle(world, PEERS);
        world.time().runFor(REPAIR);

        // Then
        SimulatedNode reader = world.node(ids(world).getLast());
        assertThat(shelf.lostFor(reader)).isEmpty();
        shelf.publishAll(owners, 2);
        assertThat(shelf.lostFor(reader)).isEmpty();

        // When
        NodeId leaver = world.replicas(Shelf.resource(owners.getFirst())).stream()
                .map(SimulatedNode::id)
                .filter(id -> !id.equals(reader.id()))
                .findFirst()
                .orElseThrow();
        world.leave(leaver);

        // Then
        Worlds.settle(world, PEERS - 1);
        assertThat(shelf.lostFor(reader)).isEmpty();
    }

    private static World world(long seed) {
        WorldOptions options = WorldOptions.of(16, CSPS, seed).withArcProofs();
        return World.atRest(options, Corruption.NONE, Worlds.ids(options, PEERS));
    }

    private static List<NodeId> ids(World world) {
        return Worlds.ids(world.options(), PEERS);
    }

    /** Until the ring is right, and those that should hold something have it. */
    private static void heal(World world) {
        world.time().runFor(Duration.ofSeconds(1));
        world.time()
                .runUntil(
                        () -> world.live().stream()
                                .allMatch(node ->
                                        node.role() == Role.CSP || node.chord().isMember()),
                        Duration.ofSeconds(1),
                        Worlds.LIMIT);
        Worlds.settle(world, world.live().size());
        world.time().runFor(REPAIR);
    }
}
