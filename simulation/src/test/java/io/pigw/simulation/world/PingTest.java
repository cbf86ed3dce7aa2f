package io.pigw.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.ping.PingDrop;
import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PingTest {

    private static final WorldOptions OPTIONS = WorldOptions.of(11, 4, 11);

    @Test
    void everyPeerIsFoundWhereItListens() {
        // Given
        World world = Worlds.settled(OPTIONS, 96);

        for (SimulatedNode peer : Worlds.peers(world)) {
            // When
            PingOutcome outcome = world.pingAndWait(peer.id());

            // Then
            assertThat(outcome).isInstanceOfSatisfying(PingOutcome.Located.class, located -> {
                assertThat(located.destination()).isEqualTo(peer.contact());
                assertThat(located.destinationCertificate().id()).isEqualTo(peer.id());
                assertThat(located.route())
                        .startsWith(world.cspFor(peer.id()).id())
                        .endsWith(peer.id());
            });
        }
        assertThat(world.counts().verified()).isEqualTo(world.counts().arrived());
    }

    @Test
    void copiesGoByDistinctFirstHopsThatPrecedeTheDestination() {
        // Given
        World world = Worlds.settled(OPTIONS, 96);
        SimulatedNode csp = world.node(OPTIONS.csps().get(2).id());
        NodeId peer = farFrom(world, csp);
        List<NodeId> firstHops = new ArrayList<>();
        world.network().filter((from, to, message) -> {
            if (message instanceof PingRequest && from.equals(csp.id())) {
                firstHops.add(to);
            }
            return Optional.of(message);
        });

        // When
        PingOutcome outcome = world.pingAndWait(peer);

        // Then
        assertThat(firstHops).hasSize(3).doesNotHaveDuplicates();
        assertThat(firstHops).allMatch(hop -> world.options().ring().isInSuccessorInterval(hop, csp.id(), peer));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        PingOutcome.Located.class,
                        located -> assertThat(located.copiesSent()).isEqualTo(3));
    }

    @Test
    void aDirectSuccessorIsItsOwnFirstHop() {
        // Given
        World world = Worlds.settled(OPTIONS, 40);
        SimulatedNode csp = world.node(OPTIONS.csps().get(1).id());
        NodeContact next = csp.chord().successors().getFirst();

        // When
        PingOutcome outcome = world.pingAndWait(next.id());

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        PingOutcome.Located.class,
                        located -> assertThat(located.route()).containsExactly(csp.id(), next.id()));
    }

    @Test
    void anIdThatNobodyHoldsAndADeadNodeAreNotFound() {
        // Given
        World world = Worlds.settled(OPTIONS, 60);
        SimulatedNode dead = Worlds.peers(world).get(30);
        NodeId absent = absentId(world);
        world.crash(dead.id(), true);

        // When
        PingOutcome unassigned = world.pingAndWait(absent);
        PingOutcome gone = world.pingAndWait(dead.id());
        PingOutcome outside = world.pingAndWait(NodeId.of(4_000));

        // Then
        assertThat(List.of(unassigned, gone, outside)).allMatch(o -> o instanceof PingOutcome.NotFound);
        assertThat(world.counts().arrived()).isZero();
    }

    @Test
    void theGatewayIsInNobodysTableAndLikeAnUnassignedId() {
        // Given
        World world = Worlds.settled(OPTIONS, 96);

        // When
        PingOutcome outcome = world.pingAndWait(Placement.PAPERS_GATEWAY);

        // Then
        assertThat(outcome).isInstanceOf(PingOutcome.NotFound.class);
        assertThat(RingTest.allKnown(world))
                .extracting(NodeContact::id)
                .isNotEmpty()
                .doesNotContain(Placement.PAPERS_GATEWAY);
    }

    @Test
    void deadFirstHopsAreReplacedBySpareOnes() {
        // Given: the three nearest nodes before the destination are silent, and nobody knows it yet
        World world = Worlds.settled(OPTIONS, 96);
        SimulatedNode csp = world.node(OPTIONS.csps().get(2).id());
        NodeId destination = farFrom(world, csp);
        csp.chord().closestPreceding(destination, 2).forEach(hop -> world.crash(hop.id(), true));

        // When
        PingOutcome outcome = world.pingAndWait(destination);

        // Then
        assertThat(outcome).isInstanceOf(PingOutcome.Located.class);
    }

    @Test
    void aHopWhoseNextIsDeadTriesAnother() {
        // Given
        WorldOptions fewCsps = WorldOptions.of(11, 1, 11);
        World world = Worlds.settled(
                fewCsps.withPings(PingOptions.DEFAULTS.withRoutes(1).withOrigins(PingOptions.Origins.RESPONSIBLE)), 96);
        SimulatedNode csp = world.node(fewCsps.csps().getFirst().id());
        NodeId destination = farFrom(world, csp);
        PingOutcome before = world.pingAndWait(destination);
        List<NodeId> route = ((PingOutcome.Located) before).route();
        assertThat(route).hasSizeGreaterThanOrEqualTo(4);

        // When: the second hop dies silently
        world.crash(route.get(2), true);
        PingOutcome after = world.pingAndWait(destination);

        // Then
        assertThat(after)
                .isInstanceOfSatisfying(
                        PingOutcome.Located.class,
                        located -> assertThat(located.route())
                                .contains(route.get(1))
                                .doesNotContain(route.get(2)));
    }

    @Test
    void oneOfThreeRoutesThatArrivesIsEnough() {
        // Given: two first hops take the ping and drop it
        World world = Worlds.settled(OPTIONS, 96);
        SimulatedNode csp = world.node(OPTIONS.csps().get(2).id());
        NodeId destination = farFrom(world, csp);
        List<NodeId> droppers = csp.chord().closestPreceding(destination, 3).stream()
                .map(NodeContact::id)
                .limit(2)
                .toList();
        world.network()
                .filter((from, _, message) -> message instanceof PingRequest && droppers.contains(from)
                        ? Optional.empty()
                        : Optional.of(message));

        // When
        PingOutcome outcome = world.pingAndWait(destination);

        // Then
        assertThat(outcome).isInstanceOf(PingOutcome.Located.class);
    }

    @Test
    void tooManyAtOnceAreRefused() {
        // Given
        PingOptions few = new PingOptions(
                3,
                PingOptions.Origins.RESPONSIBLE,
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                3,
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofMinutes(10),
                2);
        World world = Worlds.settled(OPTIONS.withPings(few), 40);
        SimulatedNode csp = world.node(OPTIONS.csps().get(1).id());
        List<PingOutcome> outcomes = new ArrayList<>();

        // When
        for (int i = 0; i < 3; i++) {
            csp.pinger().ping(Worlds.peers(world).get(i).id(), outcomes::add);
        }

        // Then
        assertThat(outcomes).containsExactly(new PingOutcome.NotFound(PingOutcome.Reason.OVERLOADED));
        world.time().runFor(Duration.ofSeconds(3));
        assertThat(outcomes).hasSize(3);
    }

    @Test
    void aPeerThatJustJoinedIsFound() {
        // Given
        World world = Worlds.settled(OPTIONS, 60);
        SimulatedNode newcomer = world.join(absentId(world));
        world.time().runUntil(() -> newcomer.chord().isMember(), Duration.ofMillis(1), Duration.ofSeconds(5));
        world.time().runFor(Duration.ofMillis(200));

        // When
        PingOutcome outcome = world.pingAndWait(newcomer.id());

        // Then
        assertThat(outcome).isInstanceOf(PingOutcome.Located.class);
        assertThat(world.counts().dropped(PingDrop.BAD_SIGNATURE)).isZero();
    }

    static NodeId absentId(World world) {
        Set<NodeId> used = new HashSet<>();
        world.live().forEach(node -> used.add(node.id()));
        NodeId id = NodeId.of(1_000);
        while (used.contains(id)) {
            id = NodeId.of(id.low() + 1);
        }
        return id;
    }

    /** The peer of the CSP's arc that takes it the most hops. */
    static NodeId farFrom(World world, SimulatedNode csp) {
        return Worlds.peers(world).stream()
                .map(SimulatedNode::id)
                .filter(id -> world.cspFor(id) == csp)
                .filter(id -> csp.chord().successors().stream().noneMatch(c -> c.id().equals(id)))
                .max((a, b) -> Integer.compare(hops(world, csp, a), hops(world, csp, b)))
                .orElseThrow();
    }

    private static int hops(World world, SimulatedNode csp, NodeId destination) {
        int hops = 0;
        SimulatedNode at = csp;
        while (!at.id().equals(destination)) {
            at = world.node(
                    at.chord().closestPreceding(destination, 1).getFirst().id());
            hops++;
        }
        return hops;
    }
}
