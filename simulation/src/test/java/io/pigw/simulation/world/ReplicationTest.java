package io.pigw.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.storage.FetchResult;
import io.pigw.overlay.storage.HeldValue;
import io.pigw.overlay.storage.StoreOutcome;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoredValue;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records live on while nodes come and go. */
class ReplicationTest {

    private static final int CSPS = 2;
    private static final int PEERS = 14;
    private static final Ring RING = new Ring(11);
    private static final NodeId STRANGER = NodeId.of(1);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final World world = Worlds.settled(WorldOptions.of(RING.bits(), CSPS, 3), PEERS);
    private final Outsider stranger = world.outsider(STRANGER, Role.PEER);
    private final SimulatedNode owner = Worlds.peers(world).get(5);
    private long questions;
    private final ResourceId resource = SignedContent.resource(World.OVERLAY, user());

    @Test
    void aRecordIsOnTheThreeNodesThatFollowItsPlace() {
        // When
        publish("desk");

        // Then
        awaitReplicas();
        world.members().forEach(node -> assertThat(fetch(node)).isEqualTo("desk"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void threeNodesThatJoinTakeTheRecordOver(boolean atOnce) {
        // Given
        publish("desk");
        awaitReplicas();
        List<NodeId> joiners = free(3);

        // When
        int members = CSPS + PEERS;
        for (NodeId joiner : joiners) {
            world.join(joiner);
            members++;
            if (!atOnce) {
                Worlds.settle(world, members);
            }
        }
        Worlds.settle(world, members);

        // Then
        awaitReplicas();
        assertThat(holders()).containsExactlyInAnyOrderElementsOf(joiners);
        assertThat(fetch(owner)).isEqualTo("desk");
    }

    @Test
    void holdersThatLeaveHandItOver() {
        // Given
        publish("desk");
        awaitReplicas();

        for (int round = 1; round <= 4; round++) {
            // When
            NodeId leaver = peersAmongHolders().getFirst();
            world.leave(leaver);
            world.time().runUntil(() -> !world.node(leaver).isUp(), Duration.ofMillis(10), LIMIT);

            // Then
            assertThat(fetch(owner)).as("at once").isEqualTo("desk");
            Worlds.settle(world, CSPS + PEERS - round);
            awaitReplicas();
        }
    }

    @Test
    void allHoldersThatLeaveTogetherHandItOver() {
        // Given
        publish("desk");
        awaitReplicas();
        List<NodeId> holders = responsible();
        assertThat(peersAmongHolders()).containsExactlyElementsOf(holders);

        // When
        holders.forEach(world::leave);
        Worlds.settle(world, CSPS + PEERS - 3);

        // Then
        awaitReplicas();
        assertThat(fetch(owner)).isEqualTo("desk");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoHoldersThatCrashTogetherAreReplaced(boolean silently) {
        // Given
        publish("desk");
        awaitReplicas();

        for (int round = 1; round <= 2; round++) {
            // When
            List<NodeId> victims = peersAmongHolders();
            victims.stream().limit(2).forEach(victim -> world.crash(victim, silently));
            Worlds.settle(world, world.live().size());

            // Then
            awaitReplicas();
            assertThat(fetch(owner)).isEqualTo("desk");
        }
    }

    @Test
    void whoJoinsAndVanishesLeavesThreeCopiesBehind() {
        // Given
        publish("desk");
        awaitReplicas();

        for (NodeId joiner : free(2)) {
            // When
            world.join(joiner);
            Worlds.settle(world, CSPS + PEERS + 1);
            awaitReplicas();
            world.crash(joiner, false);
            Worlds.settle(world, CSPS + PEERS);

            // Then
            awaitReplicas();
        }
    }

    @Test
    void whatWasDeletedStaysDeletedThroughAllOfThat() {
        // Given
        publish("desk");
        awaitReplicas();
        HeldValue tombstone = owner.writer().tombstone(resource, Kind.USER, RecordKey.of(owner.id()), 1, user());
        store(tombstone);

        // When
        world.crash(peersAmongHolders().getFirst(), false);
        world.join(free(1).getFirst());
        Worlds.settle(world, CSPS + PEERS);
        awaitReplicas();

        // Then
        assertThat(result(owner)).isInstanceOf(FetchResult.Deleted.class);
    }

    private void publish(String text) {
        store(owner.writer().value(resource, Kind.USER, RecordKey.of(owner.id()), 1, user(), Bytes.utf8(text)));
    }

    private void store(HeldValue value) {
        List<StoreOutcome> outcomes = new ArrayList<>();
        owner.records().store(resource, List.of(value), outcomes::add);
        world.time().runUntil(() -> !outcomes.isEmpty(), Duration.ofMillis(10), LIMIT);
        assertThat(outcomes)
                .singleElement()
                .matches(outcome -> outcome instanceof StoreOutcome.Answered answered && answered.allHeld());
    }

    private FetchResult result(SimulatedNode reader) {
        List<FetchResult> results = new ArrayList<>();
        reader.records().fetch(resource, Kind.USER, results::add);
        world.time().runUntil(() -> !results.isEmpty(), Duration.ofMillis(10), LIMIT);
        return results.getFirst();
    }

    private String fetch(SimulatedNode reader) {
        FetchResult result = result(reader);
        assertThat(result).isInstanceOf(FetchResult.Found.class);
        StoredValue value = ((FetchResult.Found) result).values().getFirst();
        return value.content().value().toUtf8();
    }

    /** Until those hold it that should, and nobody else. */
    private void awaitReplicas() {
        assertThat(world.time().runUntil(() -> holders().equals(responsible()), Duration.ofMillis(500), LIMIT))
                .as(() -> holders() + " hold it, not " + responsible())
                .isTrue();
    }

    /** All members that show it, or what is left of it, when they are asked, in the order of the ring from its place on. */
    private List<NodeId> holders() {
        List<SimulatedNode> asked = inOrder();
        List<List<Outcome>> outcomes = new ArrayList<>();
        for (SimulatedNode node : asked) {
            Transaction transaction = new Transaction(++questions);
            outcomes.add(stranger.request(
                    node.contact(), new RecordMessage.Fetch(transaction, resource, Kind.USER.number())));
        }
        world.time().runFor(Duration.ofMillis(400));
        List<NodeId> holders = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            if (outcomes.get(i).stream().anyMatch(ReplicationTest::hasValues)) {
                holders.add(asked.get(i).id());
            }
        }
        return holders;
    }

    private static boolean hasValues(Outcome outcome) {
        return outcome instanceof Outcome.Answered answered
                && answered.answer() instanceof RecordMessage.FetchAnswer answer
                && !answer.values().isEmpty();
    }

    private List<NodeId> responsible() {
        return inOrder().stream().map(SimulatedNode::id).limit(3).toList();
    }

    private List<SimulatedNode> inOrder() {
        NodeId place = resource.placeIn(RING);
        return world.members().stream()
                .sorted(Comparator.comparing(node -> RING.distance(place, node.id())))
                .toList();
    }

    private List<NodeId> peersAmongHolders() {
        return responsible().stream()
                .filter(id -> world.node(id).role() == Role.PEER && !id.equals(owner.id()))
                .toList();
    }

    /** IDs that nobody has, from the place of the resource on and before all that hold it. */
    private List<NodeId> free(int count) {
        List<NodeId> free = new ArrayList<>();
        NodeId id = resource.placeIn(RING);
        NodeId first = responsible().getFirst();
        while (free.size() < count) {
            assertThat(id).as("no room before the first holder").isNotEqualTo(first);
            free.add(id);
            id = RING.plusPowerOfTwo(id, 0);
        }
        return free;
    }

    private Party.User user() {
        return new Party.User("user" + owner.id(), World.OVERLAY);
    }
}
