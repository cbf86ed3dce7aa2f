package io.pigw.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.overlay.chord.ChordOptions;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.simulation.world.NodeInvariants.Tables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each check of the watch ends a run in which what it looks at does not hold. */
class WatchTest {

    private static final WorldOptions OPTIONS = WorldOptions.of(11, 2, 1);
    private static final Ring RING = OPTIONS.ring();
    private static final int PEERS = 60;
    private static final NodeId TARGET = NodeId.of(1_000);

    private final World world = World.atRest(OPTIONS, Corruption.NONE, Worlds.ids(OPTIONS, PEERS));

    @Test
    void aViolationEndsTheRunWithItsSeedAndItsTime() {
        // Given: a CSP outside the ring, and one that is never let in again
        SimulatedNode csp = world.node(OPTIONS.csps().getFirst().id());
        csp.chord().close();

        // Then
        ends(
                () -> world.time().runFor(Duration.ofSeconds(5)),
                "CSP " + csp.id() + " is no member",
                "seed 1, at 1.000000 s of virtual time: ");
    }

    @Test
    void aNeighbourThatIsNotThereIsNotKeptForEver() {
        // Given: a peer that looks after nothing any more, and whose successor dies
        SimulatedNode peer = Worlds.peers(world).get(3);
        SimulatedNode next = world.node(peer.chord().successors().getFirst().id());
        assertThat(next.role()).isEqualTo(Role.PEER);
        peer.chord().close();
        world.crash(next.id(), true);

        // Then
        ends(() -> world.time().runFor(Duration.ofMinutes(3)), "keeps " + next.id() + " as its successor");
    }

    @Test
    void everyNodeAtWhichSomethingHappensIsLookedAt() {
        new Watch(world, (node, target) -> Optional.of("node " + node.id() + " is odd")).start();

        ends(() -> world.time().runFor(Duration.ofMinutes(1)), "is odd");
    }

    @Test
    void aCopyArrivesOnceAndNobodyIsSaidToHaveDoneWhatHeDidNot() {
        // Given: a ping as it arrived
        List<PingRequest> arrived = new ArrayList<>();
        NodeId destination =
                PingTest.farFrom(world, world.node(OPTIONS.csps().getFirst().id()));
        world.network().filter((_, to, message) -> {
            if (message instanceof PingRequest ping
                    && to.equals(destination)
                    && ping.route().size() > 1) {
                arrived.add(ping);
            }
            return Optional.of(message);
        });
        world.ping(world.node(OPTIONS.csps().getFirst().id()), destination, 3, _ -> {});
        world.time().runFor(Duration.ofSeconds(2));
        List<PingRequest> one = List.of(arrived.getFirst());

        // Then: one who saw nobody sign holds it against the signers, one who did not see it before takes it once
        ends(() -> new Watch(world).arrived(one), "says of honest node");
        Corruption allBad = new Corruption(new TreeSet<>(Worlds.ids(OPTIONS, PEERS)), List.of(), null);
        Watch trusting = new Watch(World.atRest(OPTIONS, allBad, Worlds.ids(OPTIONS, PEERS)));
        trusting.arrived(one);
        ends(() -> trusting.arrived(one), "arrived twice at " + destination);
    }

    @Test
    void nobodyIsFoundWhereHeIsNot() {
        // Given
        NodeId destination = Worlds.peers(world).get(5).id();
        SimulatedNode csp = world.cspFor(destination);
        PingOutcome.Located located = (PingOutcome.Located) world.pingAndWait(destination);
        NodeContact elsewhere = new NodeContact(destination, new HostPort("elsewhere.example", 1));
        List<NodeId> endless = located.route().subList(0, located.route().size() - 1);

        // Then
        for (PingOutcome.Located wrong : List.of(
                new PingOutcome.Located(elsewhere, located.destinationCertificate(), located.route(), 1),
                new PingOutcome.Located(located.destination(), csp.endpoint().certificate(), located.route(), 1),
                new PingOutcome.Located(located.destination(), located.destinationCertificate(), endless, 1))) {
            ends(() -> new Watch(world).located(csp, destination, wrong), "was found where it is not");
        }
        new Watch(world).located(csp, destination, located);
    }

    @Test
    void nobodyIsAdmittedButByACsp() {
        SimulatedNode peer = Worlds.peers(world).getFirst();
        NodeContact other = Worlds.peers(world).getLast().contact();

        ends(() -> new Watch(world).admitted(peer, other), "was admitted by");
        new Watch(world).admitted(peer, OPTIONS.csps().getLast());
    }

    @Test
    void tablesOfANodeAreOfTheRightSizeInOrderAndInTheRing() {
        // Given
        Tables right = tables(ids(101, 102), ids(99, 98), ids(200, 400), ids(400, 200));

        // Then
        assertThat(violation(right)).isEmpty();
        assertThat(violation(tables(ids(101, 102, 103, 104, 105, 106, 107, 108, 109), ids(), ids(), ids())))
                .hasValueSatisfying(what -> assertThat(what).contains("more neighbours"));
        assertThat(violation(tables(ids(), ids(99, 98, 97, 96, 95, 94, 93, 92, 91), ids(), ids())))
                .hasValueSatisfying(what -> assertThat(what).contains("more neighbours"));
        assertThat(violation(tables(ids(), ids(), LongStream.range(200, 212).toArray(), ids())))
                .hasValueSatisfying(what -> assertThat(what).contains("more neighbours"));
        for (Tables wrong : List.of(
                tables(ids(102, 101), ids(), ids(), ids()),
                tables(ids(101, 101), ids(), ids(), ids()),
                tables(ids(100), ids(), ids(), ids()),
                tables(ids(), ids(98, 99), ids(), ids()))) {
            assertThat(violation(wrong))
                    .hasValueSatisfying(what -> assertThat(what).contains("out of order"));
        }
        assertThat(violation(tables(ids(), ids(), ids(200, 200), ids())))
                .hasValueSatisfying(what -> assertThat(what).contains("twice as a finger"));
        assertThat(violation(tables(ids(), ids(), ids(100), ids())))
                .hasValueSatisfying(what -> assertThat(what).contains("twice as a finger"));
        assertThat(violation(tables(ids(), ids(), ids(5_000), ids())))
                .hasValueSatisfying(what -> assertThat(what).contains("outside the ring"));
        for (Tables wrong :
                List.of(tables(ids(), ids(), ids(), ids(1_001)), tables(ids(), ids(), ids(), ids(200, 400)))) {
            assertThat(violation(wrong))
                    .hasValueSatisfying(what -> assertThat(what).contains("the wrong way"));
        }
    }

    private static Optional<String> violation(Tables tables) {
        return NodeInvariants.violation(tables, RING, ChordOptions.DEFAULTS, TARGET);
    }

    private static Tables tables(long[] successors, long[] predecessors, long[] fingers, long[] next) {
        return new Tables(
                NodeId.of(100), contacts(successors), contacts(predecessors), contacts(fingers), contacts(next));
    }

    private static List<NodeContact> contacts(long[] ids) {
        return LongStream.of(ids)
                .mapToObj(id -> Placement.contact(NodeId.of(id)))
                .toList();
    }

    private static long[] ids(long... ids) {
        return ids;
    }

    private static void ends(ThrowingCallable run, String... what) {
        assertThatThrownBy(run).isInstanceOf(InvariantViolation.class).satisfies(failed -> {
            for (String part : what) {
                assertThat(failed).hasMessageContaining(part);
            }
        });
    }
}
