package io.pigw.overlay.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Scheduler;
import io.pigw.overlay.port.Signer;
import io.pigw.overlay.port.Transport;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much is offered at a time, and how often. The node is one of two; the other answers when the test says so. */
class ReplicationLimitsTest {

    private static final int RESOURCES = 20;

    private final TestCa ca = new TestCa();
    private final Signer bob = ca.issue(586, "bob");
    private final LocalNode local = new LocalNode(StoringPeer.contact(600), new Ring(11), TestCa.OVERLAY);
    private final NodeContact other = StoringPeer.contact(1_600);
    private final RecordStore store = new MemoryRecordStore(StorageLimits.DEFAULTS);
    private final List<Sent> sent = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private Replication replication;

    @BeforeEach
    void holdSome() {
        for (int i = 0; i < RESOURCES; i++) {
            ResourceId resource = SignedContent.resource(TestCa.OVERLAY, NodeId.of(586), i);
            store.put(
                    resource,
                    Draft.of(resource, Kind.NODE_DATA, RecordKey.single()).by(bob));
        }
        replication = replication();
    }

    @Test
    void eightResourcesAreOfferedAtATime() {
        runNext(ReplicationOptions.DEFAULTS.settle());
        assertThat(sent).hasSize(8);

        sent.removeFirst().answer(StoreResult.STORED);
        assertThat(sent).hasSize(8);

        int offered = 8 + 1;
        while (!sent.isEmpty()) {
            int before = sent.size();
            sent.removeFirst().answer(StoreResult.KNOWN);
            offered += sent.size() - before + 1;
        }
        assertThat(offered).isEqualTo(RESOURCES);
    }

    @Test
    void whatWasNotTakenIsOfferedAgainLaterAndLater() {
        runNext(ReplicationOptions.DEFAULTS.settle());
        answerAll(StoreResult.FULL);

        for (int seconds = 1; seconds <= 4; seconds *= 2) {
            runNext(Duration.ofSeconds(seconds));
            assertThat(sent).hasSize(8);
            assertThat(answerAll(StoreResult.FULL)).isEqualTo(RESOURCES);
        }
    }

    @Test
    void whatWasTakenIsNotOfferedAgainUntilTheRefresh() {
        runNext(ReplicationOptions.DEFAULTS.settle());
        answerAll(StoreResult.STORED);

        replication.neighboursChanged();
        runNext(ReplicationOptions.DEFAULTS.settle());
        assertThat(sent).isEmpty();

        runNext(ReplicationOptions.DEFAULTS.refresh());
        runNext(ReplicationOptions.DEFAULTS.settle());
        assertThat(sent).hasSize(8);
    }

    @Test
    void whoComesAndGoesAllTheTimeKeepsNoRoundFromComing() {
        replication.neighboursChanged();
        replication.neighboursChanged();

        runNext(ReplicationOptions.DEFAULTS.settle());

        assertThat(sent).hasSize(8);
    }

    @Test
    void whatFailsKeepsNoRoundFromComing() {
        // Given a round to come, and one resource that is refused before
        replication.changed(store.resources().getFirst());
        sent.removeFirst().answer(StoreResult.FULL);

        // When
        runNext(ReplicationOptions.DEFAULTS.settle());

        // Then
        assertThat(sent).hasSize(8);
        assertThat(answerAll(StoreResult.STORED)).isEqualTo(RESOURCES);
    }

    @Test
    void whatFailedBeforeTheRetryIsRetriedWithTheRest() {
        runNext(ReplicationOptions.DEFAULTS.settle());
        answerAll(StoreResult.STORED);
        ResourceId one = store.resources().get(0);
        ResourceId other = store.resources().get(1);
        put(one, 2);
        put(other, 2);

        replication.changed(one);
        answerAll(StoreResult.FULL);
        replication.changed(other);
        answerAll(StoreResult.FULL);
        runNext(ReplicationOptions.DEFAULTS.retry());

        assertThat(answerAll(StoreResult.STORED)).isEqualTo(2);
    }

    @Test
    void whatWillNeverBeTakenIsNotOfferedAgainAtOnce() {
        runNext(ReplicationOptions.DEFAULTS.settle());
        answerAll(StoreResult.CERTIFICATE);

        assertThat(tasks).extracting(Task::delay).doesNotContain(ReplicationOptions.DEFAULTS.retry());
    }

    @Test
    void whoDoesNotAnswerIsLeftOutOfTheRound() {
        runNext(ReplicationOptions.DEFAULTS.settle());

        List<Sent> first = List.copyOf(sent);
        sent.clear();
        first.forEach(Sent::timeOut);

        assertThat(sent).as("nobody waits eight at a time for it").isEmpty();
        runNext(ReplicationOptions.DEFAULTS.retry());
        assertThat(answerAll(StoreResult.STORED)).isEqualTo(RESOURCES);
    }

    @Test
    void whoLeavesWaitsNoLongerThanTheLimit() {
        List<String> events = new ArrayList<>();

        replication.handOver(() -> events.add("gone"));
        assertThat(sent).hasSize(8);
        assertThat(events).isEmpty();
        runNext(ReplicationOptions.DEFAULTS.handOver());

        assertThat(events).containsExactly("gone");
        answerAll(StoreResult.STORED);
        assertThat(events).containsExactly("gone");
    }

    @Test
    void whoLeavesIsGoneAsSoonAsAllIsTaken() {
        List<String> events = new ArrayList<>();

        replication.handOver(() -> events.add("gone"));
        answerAll(StoreResult.STORED);

        assertThat(events).containsExactly("gone");
    }

    /** How many they were. */
    private int answerAll(StoreResult result) {
        int answered = 0;
        for (; !sent.isEmpty(); answered++) {
            sent.removeFirst().answer(result);
        }
        return answered;
    }

    private void put(ResourceId resource, long generation) {
        Draft draft = Draft.of(resource, Kind.NODE_DATA, RecordKey.single());
        store.put(resource, draft.generation(generation).by(bob));
    }

    /** The one task that is to run after that time. */
    private void runNext(Duration delay) {
        List<Task> due =
                tasks.stream().filter(task -> task.delay().equals(delay)).toList();
        assertThat(due).as("tasks after " + delay + " of " + tasks).hasSize(1);
        tasks.remove(due.getFirst());
        due.getFirst().task().run();
    }

    private Replication replication() {
        NodePorts ports = new NodePorts(
                new Recorder(), this::schedule, () -> Draft.NOW, RandomGenerator.of("L64X128MixRandom"), bob, ca);
        ReplicaSets sets = new ReplicaSets(local, new ReplicaSets.Neighbours() {
            @Override
            public List<NodeContact> predecessors() {
                return List.of(other);
            }

            @Override
            public List<NodeContact> successors() {
                return List.of(other);
            }

            @Override
            public boolean isMember() {
                return true;
            }
        });
        return new Replication(
                local, ports, sets, store, store::find, (_, then) -> then.accept(null), ReplicationOptions.DEFAULTS);
    }

    private Scheduler.Cancellable schedule(Duration delay, Runnable run) {
        Task task = new Task(delay, run);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    private record Task(Duration delay, Runnable task) {}

    private record Sent(RecordMessage.Store store, Consumer<Outcome> then, Signer by) {
        void answer(StoreResult result) {
            List<StoreResult> results = Collections.nCopies(store.values().size(), result);
            then.accept(new Outcome.Answered(
                    new RecordMessage.StoreAnswer(store.transaction(), results), by.certificate()));
        }

        void timeOut() {
            then.accept(new Outcome.TimedOut());
        }
    }

    private final class Recorder implements Transport {
        @Override
        public void send(NodeContact to, P2psipMessage message) {
            throw new AssertionError("nothing is sent one way");
        }

        @Override
        public void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
            sent.add(new Sent((RecordMessage.Store) request, then, bob));
        }
    }
}
