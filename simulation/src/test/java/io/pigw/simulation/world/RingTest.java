package io.pigw.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.simulation.network.LinkFilter;
import io.pigw.simulation.network.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingTest {

    private static final WorldOptions OPTIONS = WorldOptions.of(11, 4, 3);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 15, 64})
    void cspsFormTheFirstRing(int csps) {
        // When
        World world = new World(WorldOptions.of(11, csps, 5));

        // Then
        Worlds.settle(world, csps);
    }

    @Test
    void manyJoinsAtOnePlaceAndTimeConverge() {
        // Given
        World world = Worlds.settled(OPTIONS, 10);
        List<NodeId> neighbours =
                LongStream.rangeClosed(900, 939).mapToObj(NodeId::of).toList();

        // When
        world.joinAll(neighbours, Duration.ZERO);

        // Then
        Worlds.settle(world, 4 + 10 + neighbours.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aTenthThatCrashesLeavesARingThatHeals(long seed) {
        // Given
        World world = Worlds.settled(WorldOptions.of(11, 4, seed), 96);
        List<SimulatedNode> peers = Worlds.peers(world);

        // When
        for (int i = 0; i < 10; i++) {
            world.crash(peers.get(i * 9).id(), i % 2 == 0);
        }

        // Then
        Worlds.settle(world, 90);
        world.time().runFor(Duration.ofMinutes(2));
        assertThat(allKnown(world))
                .isSubsetOf(world.live().stream().map(SimulatedNode::contact).toList());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nearlyAThirdThatCrashesAtOnceLeavesARingThatHeals(long seed) {
        // Given
        World world = Worlds.settled(WorldOptions.of(16, 4, seed), 196);
        List<SimulatedNode> peers = new ArrayList<>(Worlds.peers(world));
        Collections.shuffle(peers, Random.from(Seeds.generator(seed, "crash")));

        // When
        peers.subList(0, 60).forEach(peer -> world.crash(peer.id(), true));

        // Then
        Worlds.settle(world, 140);
    }

    @Test
    void neighboursThatDieTogetherAreBridged() {
        // Given
        World world = Worlds.settled(OPTIONS, 60);
        List<SimulatedNode> members = world.members();
        int first = members.indexOf(world.node(NodeId.of(409))) + 1;

        // When: all but one of a successor list
        for (int i = 0; i < world.options().chord().successors() - 1; i++) {
            world.crash(members.get(first + i).id(), false);
        }

        // Then
        Worlds.settle(world, members.size() - world.options().chord().successors() + 1);
    }

    @Test
    void whoLeavesIsGoneAtOnceForItsNeighbours() {
        // Given
        World world = Worlds.settled(OPTIONS, 40);
        SimulatedNode leaver = Worlds.peers(world).get(20);
        NodeContact before = leaver.chord().predecessors().getFirst();
        NodeContact after = leaver.chord().successors().getFirst();

        // When
        world.leave(leaver.id());
        world.time().runFor(Duration.ofMillis(100));

        // Then
        assertThat(world.node(before.id()).chord().successors().getFirst()).isEqualTo(after);
        assertThat(world.node(after.id()).chord().predecessors().getFirst()).isEqualTo(before);
        Worlds.settle(world, 43);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPeerThatCrashedComesBackAtOnce(boolean silently) {
        // Given
        World world = Worlds.settled(OPTIONS, 40);
        NodeId id = Worlds.peers(world).get(7).id();

        // When
        world.crash(id, silently);
        world.time().runFor(Duration.ofMillis(300));
        world.join(id);

        // Then
        Worlds.settle(world, 44);
    }

    @Test
    void aCspThatDiedFindsItsPlaceAgainAndItsArcIsInheritedMeanwhile() {
        // Given
        World world = Worlds.settled(OPTIONS, 60);
        NodeId dead = OPTIONS.csps().get(2).id();
        NodeId heir = OPTIONS.csps().get(1).id();
        NodeId newcomer = NodeId.of(dead.low() + 1);

        // When
        world.crash(dead, false);
        world.time().runFor(Duration.ofSeconds(2));
        world.join(newcomer);

        // Then
        Worlds.settle(world, 64);
        assertThat(world.cspFor(newcomer).id()).isEqualTo(heir);

        // When
        world.restartCsp(dead);

        // Then
        Worlds.settle(world, 65);
    }

    @Test
    void aPeerAsksAnotherCspWhenItsOwnIsDead() {
        // Given
        World world = Worlds.settled(OPTIONS, 10);
        NodeId dead = OPTIONS.csps().get(3).id();
        world.crash(dead, false);

        // When
        world.join(NodeId.of(dead.low() + 5));

        // Then
        Worlds.settle(world, 14);
    }

    @Test
    void aPeerThatIsCutOffComesBackWhenItCan() {
        // Given
        World world = Worlds.settled(OPTIONS, 20);
        SimulatedNode cutOff = Worlds.peers(world).get(9);

        // When
        world.network()
                .filter((from, to, message) ->
                        from.equals(cutOff.id()) || to.equals(cutOff.id()) ? Optional.empty() : Optional.of(message));
        boolean isOut =
                world.time().runUntil(() -> !cutOff.chord().isMember(), Duration.ofSeconds(1), Duration.ofMinutes(10));
        world.network().filter(LinkFilter.NONE);

        // Then
        assertThat(isOut).isTrue();
        Worlds.settle(world, 24);
    }

    @Test
    void twoRingsBecomeOne() {
        // Given: CSPs that cannot hear one another across the divide
        World world = new World(WorldOptions.of(11, 6, 3));
        List<NodeId> west =
                world.options().csps().stream().limit(3).map(NodeContact::id).toList();
        world.network()
                .filter((from, to, message) ->
                        west.contains(from) == west.contains(to) ? Optional.of(message) : Optional.empty());
        world.time().runFor(Duration.ofMinutes(2));
        assertThat(RingInvariants.violations(world)).isNotEmpty();

        // When
        world.network().filter(LinkFilter.NONE);

        // Then
        Worlds.settle(world, 6);
    }

    @Test
    void fingersAreRightOnceTheRingHasSettled() {
        // When
        World world = Worlds.settled(WorldOptions.of(128, 5, 9), 120);
        world.time().runFor(Duration.ofSeconds(30));

        // Then
        assertThat(RingInvariants.fingerAccuracy(world)).isEqualTo(1.0);
        assertThat(world.members())
                .allSatisfy(node -> assertThat(node.chord().fingers()).hasSizeLessThanOrEqualTo(12));
    }

    @Test
    void onlyMembersAndOnlyForThemselvesAreTheyHeard() {
        // Given
        World world = Worlds.settled(OPTIONS, 10);
        NodeContact victim = world.node(OPTIONS.csps().getFirst().id()).contact();
        NodeContact forged = Placement.contact(NodeId.of(victim.id().low() + 1));
        Outsider peer = world.outsider(NodeId.of(1000), Role.PEER);
        Outsider gateway = world.outsider(Placement.PAPERS_GATEWAY, Role.GATEWAY);

        // When
        var update =
                peer.request(victim, new ChordMessage.UpdateRequest(new Transaction(1), forged, List.of(), List.of()));
        var leave = peer.request(
                victim,
                new ChordMessage.LeaveRequest(
                        new Transaction(2),
                        world.node(victim.id()).chord().successors().getFirst(),
                        List.of(),
                        List.of()));
        var ping = gateway.request(victim, new ChordMessage.Ping(new Transaction(3)));
        var join = gateway.request(
                victim,
                new ChordMessage.JoinRequest(
                        new Transaction(4), gateway.endpoint().contact()));
        world.time().runFor(Duration.ofSeconds(1));

        // Then
        assertThat(Stream.of(update, leave, ping, join).map(RingTest::code)).containsOnly(403);
        assertThat(allKnown(world)).doesNotContain(forged, gateway.endpoint().contact());
        Worlds.settle(world, 14);
    }

    @Test
    void aPeerAdmitsNobody() {
        // Given
        World world = Worlds.settled(OPTIONS, 10);
        Outsider joiner = world.outsider(NodeId.of(1000), Role.PEER);

        // When
        var outcome = joiner.request(
                Worlds.peers(world).getFirst().contact(),
                new ChordMessage.JoinRequest(
                        new Transaction(1), joiner.endpoint().contact()));
        world.time().runFor(Duration.ofSeconds(1));

        // Then
        assertThat(code(outcome)).isEqualTo(403);
    }

    private static int code(List<Outcome> outcomes) {
        return outcomes.size() == 1
                        && outcomes.getFirst() instanceof Outcome.Answered answered
                        && answered.answer() instanceof Response response
                ? response.status().code()
                : -1;
    }

    static List<NodeContact> allKnown(World world) {
        List<NodeContact> known = new ArrayList<>();
        for (SimulatedNode node : world.members()) {
            known.addAll(node.chord().successors());
            known.addAll(node.chord().predecessors());
            known.addAll(node.chord().fingers());
        }
        return known;
    }
}
