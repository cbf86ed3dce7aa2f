package io.pigw.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.ping.PingOptions.Origins;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.PingReceipt;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.simulation.network.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Pings past hops that are bad: at the same hop to another one, from the CSP by others, and by other CSPs. */
class OtherWaysTest {

    private static final WorldOptions EVEN = WorldOptions.of(16, 4, 31);
    private static final int PEERS = 60;

    @Test
    void otherCspsFindWhomNoHopOfTheResponsibleOneLeadsTo() {
        // Given: every peer that the responsible CSP knows before a destination takes pings and drops them
        World world = Worlds.settled(withCspsAnywhere(), PEERS);
        List<NodeId> destinations = Worlds.peers(world).stream()
                .map(SimulatedNode::id)
                .filter(id -> !preceding(world, id).contains(id))
                .limit(16)
                .toList();

        // When
        List<PingOutcome> own = pingPast(world, destinations, Origins.RESPONSIBLE);
        List<PingOutcome> both = pingPast(world, destinations, Origins.BOTH);

        // Then
        assertThat(own).hasSize(16).hasOnlyElementsOfType(PingOutcome.NotFound.class);
        assertThat(both)
                .filteredOn(PingOutcome.Located.class::isInstance)
                .hasSizeGreaterThanOrEqualTo(8)
                .allSatisfy(outcome -> assertThat(world.node(
                                        ((PingOutcome.Located) outcome).route().get(1))
                                .role())
                        .isEqualTo(Role.CSP));
    }

    @Test
    void hopsOfTheOwnTableThatWereNotTriedFollowToo() {
        // Given: one CSP, so that there are no others; the first three hops take pings and drop them
        World world = Worlds.settled(WorldOptions.of(16, 1, 32), PEERS);
        SimulatedNode csp = world.members().stream()
                .filter(node -> node.role() == Role.CSP)
                .findFirst()
                .orElseThrow();
        NodeId destination = Worlds.peers(world).stream()
                .map(SimulatedNode::id)
                .filter(id -> !preceding(world, id).contains(id))
                .findFirst()
                .orElseThrow();
        Set<NodeId> droppers = csp.chord().closestPreceding(destination, 3).stream()
                .map(NodeContact::id)
                .collect(Collectors.toSet());
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
    void aHopThatSaysThatNobodyIsThereIsNotBelieved() {
        // Given: hops that tell the one before them that the destination does not exist
        World world = Worlds.settled(EVEN, PEERS);
        NodeId destination = Worlds.peers(world).stream()
                .map(SimulatedNode::id)
                .filter(id -> !preceding(world, id).contains(id))
                .findFirst()
                .orElseThrow();
        NodeId liar = world.cspFor(destination)
                .chord()
                .closestPreceding(destination, 1)
                .getFirst()
                .id();
        Map<Transaction, PingRequest> asked = new HashMap<>();
        world.network().filter((from, to, message) -> {
            if (message instanceof PingRequest ping && to.equals(liar)) {
                asked.put(ping.transaction(), ping);
            }
            if (message instanceof PingRequest && from.equals(liar)) {
                return Optional.empty();
            }
            PingRequest ping =
                    message instanceof PingReceipt && from.equals(liar) ? asked.get(message.transaction()) : null;
            return Optional.of(ping == null ? message : Response.to(ping, Status.TEMPORARILY_UNAVAILABLE));
        });

        // When
        List<PingOutcome> outcomes = new ArrayList<>();
        world.ping(world.cspFor(destination), destination, 1, Origins.RESPONSIBLE, outcomes::add);
        world.time().runFor(Duration.ofSeconds(3));

        // Then
        assertThat(asked).isNotEmpty();
        assertThat(outcomes).singleElement().isInstanceOf(PingOutcome.Located.class);
    }

    private static List<PingOutcome> pingPast(World world, List<NodeId> destinations, Origins origins) {
        List<PingOutcome> outcomes = new ArrayList<>();
        for (NodeId destination : destinations) {
            Set<NodeId> droppers = preceding(world, destination).stream()
                    .filter(id -> world.node(id).role() == Role.PEER)
                    .collect(Collectors.toSet());
            world.network()
                    .filter((from, _, message) -> message instanceof PingRequest && droppers.contains(from)
                            ? Optional.empty()
                            : Optional.of(message));
            world.ping(world.cspFor(destination), destination, 3, origins, outcomes::add);
            world.time().runFor(Duration.ofSeconds(3));
        }
        return outcomes;
    }

    private static Set<NodeId> preceding(World world, NodeId destination) {
        return world.cspFor(destination).chord().closestPreceding(destination, PEERS).stream()
                .map(NodeContact::id)
                .collect(Collectors.toSet());
    }

    private static WorldOptions withCspsAnywhere() {
        List<NodeContact> csps = Placement.randomly(EVEN.ring(), 5, Set.of(), Seeds.generator(33, "csps")).stream()
                .map(Placement::contact)
                .toList();
        return new WorldOptions(
                EVEN.ring(),
                csps,
                EVEN.chord(),
                EVEN.pings(),
                EVEN.opinion(),
                EVEN.signatures(),
                EVEN.latency(),
                EVEN.arcProofs(),
                EVEN.guidance(),
                EVEN.seed());
    }
}
