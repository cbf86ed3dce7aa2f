package io.pigw.gateway.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.gateway.forward.AnticlockwiseNearest;
import io.pigw.gateway.forward.CspState;
import io.pigw.gateway.forward.CspStore;
import io.pigw.gateway.forward.CspTable;
import io.pigw.gateway.outbox.Attempt;
import io.pigw.gateway.outbox.Draft;
import io.pigw.gateway.outbox.Entry;
import io.pigw.gateway.outbox.Lease;
import io.pigw.gateway.outbox.Messages;
import io.pigw.gateway.outbox.OutboxKey;
import io.pigw.gateway.outbox.Payload;
import io.pigw.gateway.outbox.Progress;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.Fence;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.runtime.trace.MessageTrace;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerCarrierTest {

    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final NodeId N586 = NodeId.of(586);
    private static final NodeId N1618 = NodeId.of(1618);

    private final FakeLinks links = new FakeLinks();
    private final List<Attempt> ended = new ArrayList<>();
    private final CspTable csps = table(512, 1024, 1536);
    private final PeerCarrier carrier = new PeerCarrier(
            NodeId.of(260),
            csps,
            new AnticlockwiseNearest(new Ring(11)),
            links,
            Duration.ofSeconds(5),
            512,
            RandomGeneratorFactory.of("L64X128MixRandom").create(3),
            MessageTrace.NONE);

    @BeforeEach
    void connect() {
        csps.onLink(NodeId.of(512), true);
        csps.onLink(NodeId.of(1024), true);
        csps.onLink(NodeId.of(1536), true);
    }

    @Test
    void theResponsibleCspGetsItUnderAFreshTransaction() {
        carrier.attempt(Lease.of(entry(new Party.Node(N586), start())), ended::add);
        carrier.attempt(Lease.of(entry(new Party.Node(N586), start())), ended::add);

        assertThat(links.sent).extracting(FakeLinks.Sent::csp).containsOnly(NodeId.of(512));
        List<Transaction> transactions =
                links.sent.stream().map(sent -> sent.message().transaction()).toList();
        assertThat(transactions).doesNotContain(Transaction.ABSENT).doesNotHaveDuplicates();
        assertThat(links.sent)
                .extracting(sent -> ((MessageRequest) sent.message()).callId())
                .containsOnly(new CallId("a"));
    }

    @Test
    void showsByWhichRightItSends() {
        Fence fence = new Fence("pool", 3, 4);

        carrier.attempt(
                new Lease(entry(new Party.Node(N586), start()), Set.of(), false, Optional.of(fence)), ended::add);
        carrier.attempt(Lease.of(entry(new Party.Node(N586), start())), ended::add);

        assertThat(links.sent)
                .extracting(sent -> ((MessageRequest) sent.message()).fence())
                .containsExactly(fence, null);
    }

    @Test
    void withThatCspDownTheNextOneAnticlockwiseGetsIt() {
        csps.onLink(NodeId.of(512), false);

        carrier.attempt(Lease.of(entry(new Party.Node(N586), start())), ended::add);

        assertThat(links.sent).extracting(FakeLinks.Sent::csp).containsExactly(NodeId.of(1536));
    }

    @Test
    void aDeviceWithAnEarlierMessageToGetIsLeftOut() {
        Entry entry = entry(
                new Party.User("bob", "p2p.example.net"), new Progress(1, 0, NOW, false, false, List.of(N586, N1618)));

        carrier.attempt(new Lease(entry, Set.of(N1618), false), ended::add);
        answer(0, Status.OK, 0);

        assertThat(links.sent).hasSize(1);
        assertThat(ended).singleElement().isInstanceOfSatisfying(Attempt.Unfinished.class, unfinished -> {
            assertThat(unfinished.devices()).containsExactly(N1618);
            assertThat(unfinished.reached()).isTrue();
            assertThat(unfinished.mayHaveArrived()).isFalse();
        });
    }

    @Test
    void aSilentCspTakesHalfOfAllAtMostWhileThereIsAnother() {
        for (int i = 0; i < 300; i++) {
            carrier.attempt(Lease.of(entry(new Party.Node(N586), start())), ended::add);
        }

        assertThat(links.sent)
                .extracting(FakeLinks.Sent::csp)
                .filteredOn(NodeId.of(512)::equals)
                .hasSize(256);
        links.sent.getFirst().then().accept(new Outcome.TimedOut());
        carrier.attempt(Lease.of(entry(new Party.Node(N586), start())), ended::add);
        assertThat(links.sent.getLast().csp()).isEqualTo(NodeId.of(512));
    }

    @Test
    void withNoCspUpNothingIsSentAndNothingMayHaveArrived() {
        List.of(512, 1024, 1536).forEach(id -> csps.onLink(NodeId.of(id), false));

        carrier.attempt(Lease.of(entry(new Party.Node(N586), start())), ended::add);

        assertThat(links.sent).isEmpty();
        assertThat(ended).singleElement().isInstanceOfSatisfying(Attempt.Unfinished.class, unfinished -> {
            assertThat(unfinished.mayHaveArrived()).isFalse();
            assertThat(unfinished.devices()).containsExactly(N586);
        });
    }

    @ParameterizedTest
    @CsvSource({"200, Delivered", "404, Refused", "403, Refused", "413, Refused", "501, Refused"})
    void finalAnswers(int code, String expected) {
        carrier.attempt(Lease.of(entry(new Party.Node(N586), start())), ended::add);

        answer(0, new Status(code, "x"), 0);

        assertThat(ended)
                .singleElement()
                .extracting(attempt -> attempt.getClass().getSimpleName())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"480, false, 0", "408, true, 0", "503, false, 7"})
    void answersThatLeaveHope(int code, boolean mayHaveArrived, int retryAfter) {
        carrier.attempt(Lease.of(entry(new Party.Node(N586), start())), ended::add);

        answer(0, new Status(code, "x"), retryAfter);

        assertThat(ended)
                .singleElement()
                .isEqualTo(new Attempt.Unfinished(
                        mayHaveArrived,
                        false,
                        false,
                        List.of(N586),
                        Duration.ofSeconds(retryAfter),
                        "answered " + code));
    }

    @Test
    void aCspThatDoesNotAnswerIsPassedByNextTime() {
        Entry first = entry(new Party.Node(N586), start());
        carrier.attempt(Lease.of(first), ended::add);
        links.sent.getFirst().then().accept(new Outcome.TimedOut());
        Attempt.Unfinished unfinished = (Attempt.Unfinished) ended.getFirst();
        assertThat(unfinished.mayHaveArrived()).isTrue();

        carrier.attempt(Lease.of(first.with(first.progress().after(unfinished, NOW))), ended::add);

        assertThat(links.sent.getLast().csp()).isEqualTo(NodeId.of(1536));
    }

    @Test
    void aLostLinkMayHaveCarriedIt() {
        carrier.attempt(Lease.of(entry(new Party.Node(N586), start())), ended::add);
        carrier.attempt(Lease.of(entry(new Party.Node(N586), start())), ended::add);

        links.sent.get(0).then().accept(new Outcome.Unreachable(Outcome.Unreachable.LINK_LOST));
        links.sent.get(1).then().accept(new Outcome.Unreachable("overloaded"));

        assertThat(ended)
                .extracting(attempt -> ((Attempt.Unfinished) attempt).mayHaveArrived())
                .containsExactly(true, false);
        assertThat(ended)
                .extracting(attempt -> ((Attempt.Unfinished) attempt).detour())
                .containsExactly(false, true);
    }

    @Test
    void aUsersDevicesAreTheUnionOfWhatTheCspsKnow() {
        carrier.attempt(Lease.of(entry(new Party.User("bob", "p2p.example.net"), start())), ended::add);
        assertThat(links.sent).hasSize(3).allMatch(sent -> sent.message() instanceof NameMessage.Fetch);

        links.sent.get(0).answer(new NameMessage.FetchAnswer(Transaction.ABSENT, List.of(N586)));
        links.sent.get(1).then().accept(new Outcome.TimedOut());
        links.sent.get(2).answer(new NameMessage.FetchAnswer(Transaction.ABSENT, List.of(N1618, N586)));

        assertThat(links.sent).hasSize(5);
        MessageRequest toSecond = (MessageRequest) links.sent.get(4).message();
        assertThat(toSecond.target()).isEqualTo(new Party.Node(N1618));
        assertThat(toSecond.to()).isEqualTo(new Party.User("bob", "p2p.example.net"));
        assertThat(links.sent.get(4).csp()).isEqualTo(NodeId.of(1536));
    }

    @Test
    void devicesThatTookItAreNotAskedAgain() {
        Entry entry = entry(
                new Party.User("bob", "p2p.example.net"), new Progress(1, 0, NOW, false, false, List.of(N586, N1618)));
        carrier.attempt(Lease.of(entry), ended::add);

        answer(0, Status.OK, 0);
        answer(1, Status.TEMPORARILY_UNAVAILABLE, 0);

        assertThat(ended).singleElement().isInstanceOfSatisfying(Attempt.Unfinished.class, unfinished -> {
            assertThat(unfinished.reached()).isTrue();
            assertThat(unfinished.devices()).containsExactly(N1618);
        });
    }

    @Test
    void anUnknownNameIsTriedAgain() {
        carrier.attempt(Lease.of(entry(new Party.User("nobody", "p2p.example.net"), start())), ended::add);

        links.sent.forEach(sent -> sent.answer(new NameMessage.FetchAnswer(Transaction.ABSENT, List.of())));

        assertThat(ended).singleElement().isInstanceOfSatisfying(Attempt.Unfinished.class, unfinished -> {
            assertThat(unfinished.devices()).isEmpty();
            assertThat(unfinished.mayHaveArrived()).isFalse();
        });
    }

    private void answer(int index, Status status, int retryAfter) {
        FakeLinks.Sent sent = links.sent.get(index);
        sent.answer(Response.to((MessageRequest) sent.message(), status).retryAfter(retryAfter));
    }

    private static Progress start() {
        return Progress.start(NOW);
    }

    private static Entry entry(Party to, Progress progress) {
        MessageRequest message = new MessageRequest(
                to,
                69,
                new Party.User("alice", "ims.example.net"),
                to,
                null,
                new CallId("a"),
                Transaction.ABSENT,
                NOW,
                "text/plain",
                null,
                null,
                List.of(),
                Bytes.utf8("hi"));
        OutboxKey key =
                OutboxKey.ofSip("sip:alice@ims.example.net", "t", "1", 1, to, message.contentType(), message.body());
        Draft draft = new Draft(
                key,
                new Payload.ToPeer(message, "1@client", new Party.User("alice", "ims.example.net")),
                200,
                NOW,
                NOW.plus(Messages.LIFETIME),
                NOW);
        return new Entry(1, draft, progress);
    }

    private static CspTable table(int... ids) {
        CspStore nowhere = new CspStore() {
            @Override
            public List<CspState> load() {
                return List.of();
            }

            @Override
            public void save(CspState state) {}
        };
        List<NodeContact> contacts = Arrays.stream(ids)
                .mapToObj(id -> new NodeContact(NodeId.of(id), new HostPort("127.0.0.1", 9000 + id)))
                .toList();
        try {
            return CspTable.open(nowhere, contacts, () -> NOW);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
