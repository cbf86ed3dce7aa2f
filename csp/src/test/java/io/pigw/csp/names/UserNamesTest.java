package io.pigw.csp.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Scheduler;
import io.pigw.overlay.port.Signer;
import io.pigw.overlay.port.Transport;
import io.pigw.overlay.port.Verifier;
import io.pigw.overlay.storage.FetchResult;
import io.pigw.overlay.storage.HeldValue;
import io.pigw.overlay.storage.RecordAccess;
import io.pigw.overlay.storage.StoreOutcome;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.record.Author;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoredValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a CSP answers to a question for a user, whatever the ring shows it. */
class UserNamesTest {

    private static final String OVERLAY = "p2p.example.net";
    private static final Party.User BOB = new Party.User("bob", OVERLAY);
    private static final UserNames.Times TIMES = new UserNames.Times(Duration.ofSeconds(2), Duration.ofSeconds(10));

    private final List<Consumer<FetchResult>> fetches = new ArrayList<>();
    private final List<Runnable> limits = new ArrayList<>();
    private final Set<Bytes> revoked = new HashSet<>();
    private List<NodeId> table = List.of();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final UserNames names = new UserNames(OVERLAY, ports(), _ -> table, new Ring(), TIMES);

    @Test
    void unitesItsOwnTablesWithTheRecordAndCutsAt32() {
        table = LongStream.range(100, 120).mapToObj(NodeId::of).toList();

        List<List<NodeId>> answers = ask(BOB);
        show(Stream.concat(Stream.of(100L), LongStream.range(1, 20).boxed())
                .map(node -> device(node, 0, true))
                .toArray(HeldValue[]::new));

        assertThat(answers)
                .singleElement()
                .satisfies(nodes -> assertThat(nodes)
                        .startsWith(table.toArray(NodeId[]::new))
                        .contains(NodeId.of(1))
                        .hasSize(32)
                        .doesNotHaveDuplicates());
    }

    @Test
    void nobodyTakesBackWhatItHasSeen() {
        ask(BOB);
        show(device(1, 5, true), device(2, 5, true), device(3, 5, false));

        later(Duration.ofSeconds(11));
        List<List<NodeId>> hidden = ask(BOB);
        show();
        later(Duration.ofSeconds(11));
        List<List<NodeId>> stale = ask(BOB);
        show(device(3, 4, true), device(1, 4, false));

        assertThat(hidden).containsExactly(nodes(1, 2));
        assertThat(stale).containsExactly(nodes(1, 2));
    }

    @Test
    void whatIsTakenBackEndedOrRevokedDoesNotCount() {
        ask(BOB);
        show(device(1, 0, true), device(2, 0, true), device(3, 0, true));

        later(Duration.ofSeconds(11));
        revoked.add(Bytes.utf8("certificate of 3"));
        List<List<NodeId>> after = ask(BOB);
        show(device(2, 1, false));
        later(Duration.ofDays(1));
        List<List<NodeId>> nextDay = ask(BOB);
        show();

        assertThat(after).containsExactly(nodes(1));
        assertThat(nextDay).containsExactly(List.of());
    }

    @Test
    void asksTheRingOnceForAllWhoAskMeanwhileAndNotAgainForAWhile() {
        List<List<NodeId>> first = ask(BOB);
        List<List<NodeId>> second = ask(BOB);
        show(device(1, 0, true));
        List<List<NodeId>> third = ask(BOB);

        assertThat(List.of(first, second, third)).containsOnly(List.of(nodes(1)));
        assertThat(fetches).hasSize(1);
    }

    @Test
    void namesOfNobodyDisplaceNothingThatWasSeen() {
        ask(BOB);
        show(device(1, 0, true));
        for (int i = 0; i <= UserNames.MAX_REMEMBERED; i++) {
            ask((Party.User) Party.parse("nobody" + i + "@p2p.example.net"));
            show();
        }
        int asked = fetches.size();

        later(Duration.ofMinutes(1));
        List<List<NodeId>> answers = ask(BOB);
        show();

        assertThat(asked).isGreaterThan(UserNames.MAX_REMEMBERED);
        assertThat(answers).as("what replicas now hide").containsExactly(nodes(1));
    }

    @Test
    void answersFromItsTablesWhenTheRingIsSlow() {
        table = nodes(7);
        List<List<NodeId>> answers = ask(BOB);
        assertThat(answers).isEmpty();

        limits.getFirst().run();
        List<List<NodeId>> after = ask(BOB);

        assertThat(answers).containsExactly(nodes(7));
        assertThat(after).containsExactly(nodes(7));
        show(device(1, 0, true));
        assertThat(ask(BOB)).containsExactly(nodes(7, 1));
        assertThat(answers).hasSize(1);
    }

    @Test
    void asksNobodyForUsersOfAnotherOverlayNorForTooManyAtOnce() {
        assertThat(ask(new Party.User("bob", "example.org"))).containsExactly(List.of());
        for (int i = 0; i < UserNames.MAX_UNDER_WAY; i++) {
            assertThat(ask(new Party.User("user" + i, OVERLAY))).isEmpty();
        }
        assertThat(ask(BOB)).containsExactly(List.of());
        assertThat(fetches).hasSize(UserNames.MAX_UNDER_WAY);
    }

    private List<List<NodeId>> ask(Party.User user) {
        List<List<NodeId>> answers = new ArrayList<>();
        names.resolve(user, answers::add);
        return answers;
    }

    private void show(HeldValue... values) {
        fetches.getLast()
                .accept(
                        values.length == 0
                                ? new FetchResult.NothingSeen(0)
                                : new FetchResult.Found(List.of(values), 0));
    }

    private void later(Duration time) {
        now = now.plus(time);
    }

    private HeldValue device(long node, int second, boolean exists) {
        RecordContent content = new RecordContent(
                Kind.USER.number(),
                RecordKey.of(NodeId.of(node)),
                0,
                Instant.parse("2026-03-01T11:00:00Z").plusSeconds(second),
                (int) Duration.ofDays(1).toSeconds(),
                exists,
                Bytes.EMPTY,
                new Author(BOB, NodeId.of(node), Bytes.copyOf(new byte[Author.HASH_SIZE])));
        return new HeldValue(new StoredValue(content, Bytes.utf8("signed")), Bytes.utf8("certificate of " + node));
    }

    private static List<NodeId> nodes(long... ids) {
        return LongStream.of(ids).mapToObj(NodeId::of).toList();
    }

    private NodePorts ports() {
        Scheduler scheduler = (_, task) -> {
            limits.add(task);
            return () -> limits.remove(task);
        };
        return new NodePorts(new NoTransport(), scheduler, () -> now, new Random(1), new NoSigner(), new Check());
    }

    private final class Ring implements RecordAccess {
        @Override
        public void store(ResourceId resource, List<HeldValue> values, Consumer<StoreOutcome> then) {
            throw new AssertionError("a CSP stores nothing for a question");
        }

        @Override
        public void fetch(ResourceId resource, Kind kind, Consumer<FetchResult> then) {
            fetches.add(then);
        }
    }

    private final class Check implements Verifier {
        @Override
        public Verdict check(Bytes certificateDer) {
            return revoked.contains(certificateDer)
                    ? new Verdict.Invalid("revoked")
                    : new Verdict.Valid(new NodeCertificate(
                            NodeId.of(1), OVERLAY, Role.PEER, List.of(BOB), certificateDer, Bytes.EMPTY, Instant.MAX));
        }

        @Override
        public boolean verify(NodeCertificate signer, Bytes content, Bytes signature) {
            throw new AssertionError("the fetch has verified everything");
        }
    }

    private static final class NoSigner implements Signer {
        @Override
        public NodeCertificate certificate() {
            throw new AssertionError("nothing is signed");
        }

        @Override
        public Bytes sign(Bytes content) {
            throw new AssertionError("nothing is signed");
        }
    }

    private static final class NoTransport implements Transport {
        @Override
        public void send(NodeContact to, P2psipMessage message) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        public void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
            throw new AssertionError("nobody is asked");
        }
    }
}
