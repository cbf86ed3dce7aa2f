package io.pigw.overlay.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Signer;
import io.pigw.overlay.port.Transport;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.record.AccessList;
import io.pigw.p2psip.record.AccessPolicy;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.Right;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.record.StoredValue;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What protects records asks little of the overlay beneath: a look-up, and the neighbours. On three nodes and a table instead of
 * a Chord ring all of it holds.
 */
class StubOverlayTest {

    private final TestCa ca = new TestCa();
    private final Signer bob = ca.issue(586, "bob");
    private final Signer bobsOther = ca.issue(1618, "bob");
    private final Signer carol = ca.issue(700, "carol");
    private final Map<NodeId, StoringPeer> holders = new TreeMap<>();
    private final StoringPeer first = holder(600);
    private final StoringPeer second = holder(601);
    private final StoringPeer third = holder(602);
    private UnaryOperator<P2psipMessage> lie = answer -> answer;

    @ParameterizedTest
    @CsvSource({
        "USER_MATCH, STORED, FORBIDDEN, STORED",
        "NODE_MATCH, STORED, FORBIDDEN, FORBIDDEN",
        "USER_NODE_MATCH, STORED, FORBIDDEN, FORBIDDEN",
        "NODE_MULTIPLE, STORED, FORBIDDEN, FORBIDDEN",
    })
    void eachPolicyLetsTheSameAuthorsWrite(
            AccessPolicy policy, StoreResult owner, StoreResult otherUser, StoreResult otherNode) {
        Draft draft = of(policy);

        assertThat(store(bob, draft)).isEqualTo(owner);
        assertThat(store(carol, draft.later(1))).isEqualTo(otherUser);
        assertThat(store(bobsOther, draft.later(2))).isEqualTo(otherNode);
    }

    @Test
    void valuesOfTwoKindsAreRefusedAndNobodyIsAsked() {
        HeldValue data = of(AccessPolicy.USER_MATCH).by(bob);
        HeldValue device = of(AccessPolicy.USER_NODE_MATCH).by(bob);
        List<StoreOutcome> outcomes = new ArrayList<>();

        client(bob).store(Draft.named("bob"), List.of(data, device), outcomes::add);

        assertThat(outcomes).singleElement().isInstanceOf(StoreOutcome.Refused.class);
    }

    @Test
    void aGrantIsUsedAndRevokedAtAllThree() {
        // Given
        Draft data = Draft.data("bob");
        store(bob, data);
        assertThat(fetch(carol, Kind.DATA)).isInstanceOf(FetchResult.NothingSeen.class);

        // When
        AccessList list = new AccessList(List.of(new AccessList.Grant(TestCa.user("carol"), Set.of(Right.READ))));
        store(bob, Draft.list("bob", list).generation(2).later(1));
        store(bob, data.generation(2).later(1));

        // Then
        assertThat(fetch(carol, Kind.DATA)).isInstanceOf(FetchResult.Found.class);

        // When
        store(bob, Draft.list("bob", AccessList.NOBODY).generation(3).later(2));
        store(bob, data.generation(3).later(2));

        // Then
        assertThat(fetch(carol, Kind.DATA)).isInstanceOf(FetchResult.NothingSeen.class);
        assertThat(fetch(bob, Kind.DATA)).isInstanceOf(FetchResult.Found.class);
        for (StoringPeer holder : List.of(first, second, third)) {
            assertThat(holder.fetch(carol, data.resource(), Kind.DATA))
                    .isNotInstanceOf(RecordMessage.FetchAnswer.class);
        }
    }

    @Test
    void whatIsReplayedOrChangedIsNotBelieved() {
        // Given
        Draft data = Draft.data("bob");
        store(bob, data);
        RecordClient reader = client(bobsOther);
        assertThat(value(fetch(reader, Kind.DATA))).isEqualTo("value");
        List<HeldValue> old = first.store.find(data.resource());
        store(bob, data.later(1).value(Bytes.utf8("new")));
        assertThat(value(fetch(reader, Kind.DATA))).isEqualTo("new");

        // When: all three show the old value again
        lie = answer -> answer instanceof RecordMessage.FetchAnswer found
                ? new RecordMessage.FetchAnswer(
                        found.transaction(),
                        found.resource(),
                        old.stream().map(HeldValue::value).toList(),
                        HeldValue.certificates(old))
                : answer;

        // Then
        assertThat(fetch(reader, Kind.DATA)).isInstanceOf(FetchResult.NothingSeen.class);

        // When: all three change it
        lie = answer -> answer instanceof RecordMessage.FetchAnswer found
                ? new RecordMessage.FetchAnswer(
                        found.transaction(),
                        found.resource(),
                        found.values().stream().map(StubOverlayTest::changed).toList(),
                        found.certificates())
                : answer;

        // Then
        assertThat(fetch(client(bobsOther), Kind.DATA)).isInstanceOf(FetchResult.NothingSeen.class);
    }

    private static StoredValue changed(StoredValue value) {
        RecordContent content = value.content();
        return new StoredValue(
                new RecordContent(
                        content.kind(),
                        content.key(),
                        content.generation(),
                        content.storageTime(),
                        content.lifetimeSeconds(),
                        true,
                        Bytes.utf8("forged"),
                        content.author()),
                value.signature());
    }

    private static Draft of(AccessPolicy policy) {
        NodeId node = NodeId.of(586);
        return switch (policy) {
            case USER_MATCH -> Draft.data("bob");
            case USER_NODE_MATCH -> Draft.of(Draft.named("bob"), Kind.USER, RecordKey.of(node));
            case NODE_MATCH ->
                Draft.of(SignedContent.resource(TestCa.OVERLAY, node), Kind.CERTIFICATE, new RecordKey.Index(0));
            case NODE_MULTIPLE ->
                Draft.of(SignedContent.resource(TestCa.OVERLAY, node, 1), Kind.NODE_DATA, RecordKey.single());
        };
    }

    private StoreResult store(Signer author, Draft draft) {
        List<StoreOutcome> outcomes = new ArrayList<>();
        client(author).store(draft.resource(), List.of(draft.by(author)), outcomes::add);
        return ((StoreOutcome.Answered) outcomes.getFirst()).results().getFirst();
    }

    private FetchResult fetch(Signer reader, Kind kind) {
        return fetch(client(reader), kind);
    }

    private static FetchResult fetch(RecordClient client, Kind kind) {
        List<FetchResult> results = new ArrayList<>();
        client.fetch(Draft.named("bob"), kind, results::add);
        return results.getFirst();
    }

    private static String value(FetchResult result) {
        assertThat(result).isInstanceOf(FetchResult.Found.class);
        return ((FetchResult.Found) result)
                .values().stream()
                        .filter(value -> value.content().kind() == Kind.DATA.number())
                        .findFirst()
                        .orElseThrow()
                        .content()
                        .value()
                        .toUtf8();
    }

    private StoringPeer holder(long id) {
        StoringPeer holder = new StoringPeer(ca, id);
        holders.put(NodeId.of(id), holder);
        return holder;
    }

    /** The overlay: every place belongs to the same three. */
    private RecordClient client(Signer self) {
        LocalNode local =
                new LocalNode(StoringPeer.contact(self.certificate().id().low()), new Ring(11), TestCa.OVERLAY);
        NodePorts ports = new NodePorts(
                new Table(self), (_, _) -> () -> {}, first, RandomGenerator.of("L64X128MixRandom"), self, ca);
        StoringPeer alone = new StoringPeer(ca, 1);
        RecordStore held = new MemoryRecordStore(StorageLimits.DEFAULTS);
        RecordValidator validator = new RecordValidator(local, new ReplicaSets(local, alone), held, first, ca);
        RecordService own =
                new RecordService(ports, held, validator, ReplicationOptions.DEFAULTS.storeRate(), StorageEvents.NONE);
        Lookup lookup = (_, then) -> then.accept(new RouteQueryAnswer(
                Transaction.ABSENT,
                first.local.contact(),
                List.of(),
                List.of(second.local.contact(), third.local.contact())));
        return new RecordClient(local, ports, lookup, own, new FetchValidator(local, first, ca), Duration.ofSeconds(5));
    }

    private final class Table implements Transport {
        private final Signer self;

        Table(Signer self) {
            this.self = self;
        }

        @Override
        public void send(NodeContact to, P2psipMessage message) {
            throw new AssertionError("records are asked for, not sent");
        }

        @Override
        public void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
            StoringPeer holder = holders.get(to.id());
            if (holder == null || !(request instanceof RecordMessage message)) {
                throw new AssertionError("nobody else is asked: " + to);
            }
            P2psipMessage answer = lie.apply(holder.ask(self, message));
            then.accept(new Outcome.Answered(answer, ca.issue(to.id().low()).certificate()));
        }
    }
}
