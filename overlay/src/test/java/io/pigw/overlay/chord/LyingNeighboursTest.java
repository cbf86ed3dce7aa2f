package io.pigw.overlay.chord;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Scheduler;
import io.pigw.overlay.port.Signer;
import io.pigw.overlay.port.Transport;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.ChordMessage.JoinAnswer;
import io.pigw.p2psip.message.ChordMessage.JoinRequest;
import io.pigw.p2psip.message.ChordMessage.LeaveRequest;
import io.pigw.p2psip.message.ChordMessage.Ping;
import io.pigw.p2psip.message.ChordMessage.RouteQuery;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import io.pigw.p2psip.message.ChordMessage.UpdateAnswer;
import io.pigw.p2psip.message.ChordMessage.UpdateRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One node, ID 100 in a ring of 2^11, among nodes that say what the test wants. */
class LyingNeighboursTest {

    private static final Ring RING = new Ring(11);
    private static final NodeContact CSP = contact(50);
    private static final NodeContact PREDECESSOR = contact(90);

    private final Neighbourhood others = new Neighbourhood();
    private final ChordNode node =
            new ChordNode(ChordOptions.DEFAULTS.withSuccessors(3), local(100), others.ports(), ChordEvents.NONE);

    @Test
    void aPeerAdmitsNobody() {
        // Given: the first one asked is a peer, and says yes
        others.isPeer(60);
        others.on(
                JoinRequest.class,
                (to, join) -> new JoinAnswer(join.transaction(), List.of(), contacts(120), List.of()));
        List<JoinOutcome> outcomes = new ArrayList<>();

        // When
        node.join(List.of(contact(60), CSP), outcomes::add);
        others.run(Duration.ofSeconds(1));

        // Then
        assertThat(outcomes).containsExactly(new JoinOutcome.Joined(CSP));
        assertThat(others.asked(JoinRequest.class)).containsExactly(contact(60), CSP);
    }

    @Test
    void whatANodeSaidOfItselfCountsMoreThanWhatOthersSay() {
        // Given: 130 has said where it listens
        joined();
        others.tell(node, contact(130), new UpdateRequest(others.fresh(), contact(130), List.of(), List.of()));

        // When: 120 names it elsewhere, where nobody answers
        NodeContact elsewhere = new NodeContact(NodeId.of(130), new HostPort("10.6.6.6", 1));
        others.on(
                UpdateRequest.class,
                (to, update) -> to.equals(elsewhere)
                        ? null
                        : new UpdateAnswer(update.transaction(), List.of(), List.of(elsewhere)));
        others.run(Duration.ofMinutes(1));

        // Then
        assertThat(node.successors()).contains(contact(130)).doesNotContain(elsewhere);
    }

    @Test
    void aFalseAddressCostsTheTrueNodeNothing() {
        // Given: 120 has named 110 where nobody answers
        joined();
        NodeContact elsewhere = new NodeContact(NodeId.of(110), new HostPort("10.6.6.6", 1));
        others.on(Ping.class, (to, ping) -> to.equals(elsewhere) ? null : Response.to(ping, Status.OK));
        others.on(
                UpdateRequest.class,
                (to, update) -> to.equals(elsewhere)
                        ? null
                        : new UpdateAnswer(update.transaction(), List.of(elsewhere), List.of()));
        others.run(Duration.ofSeconds(11));
        assertThat(others.asked(UpdateRequest.class)).contains(elsewhere);

        // When: it is named where it is
        others.on(
                UpdateRequest.class,
                (to, update) -> new UpdateAnswer(update.transaction(), List.of(contact(110)), List.of()));
        others.run(Duration.ofSeconds(13));

        // Then
        assertThat(node.successors()).startsWith(contact(110));
    }

    @Test
    void aNameInANeighboursListIsNoNeighbourUntilItHasAnswered() {
        // Given: 120 names 125, which does not answer
        joined();
        others.on(
                UpdateRequest.class,
                (to, update) -> new UpdateAnswer(
                        update.transaction(),
                        List.of(),
                        to.id().equals(NodeId.of(120)) ? contacts(125, 130, 140) : List.of()));
        others.on(Ping.class, (to, ping) -> to.equals(contact(125)) ? null : Response.to(ping, Status.OK));

        // When
        others.run(Duration.ofMinutes(2));

        // Then: it was asked, at the pace of the rounds, and nothing is routed to it
        assertThat(node.successors()).isEqualTo(contacts(120, 130, 140));
        assertThat(node.closestPreceding(NodeId.of(127), 8)).doesNotContain(contact(125));
        assertThat(others.asked(Ping.class)).contains(contact(125));
        assertThat(others.asked(Ping.class).stream().filter(contact(125)::equals))
                .hasSizeLessThan(6);

        // When
        others.on(Ping.class, (to, ping) -> Response.to(ping, Status.OK));
        others.run(Duration.ofMinutes(1));

        // Then
        assertThat(node.successors()).isEqualTo(contacts(120, 125, 130));
    }

    @Test
    void aNodeThatANeighbourLeavesOutStaysAsLongAsItAnswersItself() {
        // Given
        joined();
        others.run(Duration.ofMinutes(1));
        others.forget();

        // When: 120 says no more of 130, and then 130 is gone
        others.on(
                UpdateRequest.class, (to, update) -> new UpdateAnswer(update.transaction(), List.of(), contacts(140)));
        others.run(Duration.ofMinutes(4));

        // Then: it was asked once a round
        assertThat(node.successors()).isEqualTo(contacts(120, 130, 140));
        assertThat(others.asked(Ping.class).stream().filter(contact(130)::equals))
                .hasSizeBetween(2, 40);

        // When
        others.on(Ping.class, (to, ping) -> to.equals(contact(130)) ? null : Response.to(ping, Status.OK));
        others.run(Duration.ofMinutes(2));

        // Then
        assertThat(node.successors()).startsWith(contact(120), contact(140));
    }

    @Test
    void manyStrangersAreAskedFewAtATime() {
        // Given: nobody answers who is new, and each round brings other names
        joined();
        others.run(Duration.ofMinutes(2));
        others.forget();
        others.on(
                UpdateRequest.class,
                (to, update) -> new UpdateAnswer(
                        update.transaction(),
                        List.of(),
                        others.random
                                .longs(100, 121, 1900)
                                .mapToObj(LyingNeighboursTest::contact)
                                .toList()));
        others.on(Ping.class, (to, ping) -> null);

        // When
        others.run(Duration.ofMinutes(1));

        // Then: on average, in a round of ten seconds, no more than a list is long
        assertThat(others.asked(Ping.class)).hasSizeBetween(3, 2 * 3 * 8);
        assertThat(node.successors()).startsWith(contact(120));
    }

    @Test
    void aPlaceToJoinAtIsTakenOnceItHasAnswered() {
        // Given: the CSP was told of nodes that are not there
        others.on(
                JoinRequest.class,
                (to, join) -> new JoinAnswer(
                        join.transaction(), List.of(PREDECESSOR, contact(80)), contacts(120, 125, 130), List.of()));
        others.on(
                Ping.class,
                (to, ping) -> List.of(contact(80), contact(125)).contains(to) ? null : Response.to(ping, Status.OK));

        // When
        node.join(List.of(CSP), _ -> {});
        others.run(Duration.ofMillis(100));

        // Then
        assertThat(node.successors()).doesNotContain(contact(125)).contains(contact(120), contact(130));
        assertThat(node.predecessors()).doesNotContain(contact(80)).startsWith(PREDECESSOR);
    }

    @Test
    void aCspIsAskedWhereItIsKnownToBeWhateverOthersSayOfItsAddress() {
        // Given: the first CSP points to another, at an address of its own choice
        NodeContact elsewhere = new NodeContact(NodeId.of(70), new HostPort("10.6.6.6", 1));
        others.isCsp(70);
        others.on(
                JoinRequest.class,
                (to, join) -> to.equals(CSP)
                        ? Response.to(join, Status.MOVED_TEMPORARILY).redirectTo(elsewhere)
                        : new JoinAnswer(join.transaction(), List.of(), contacts(120), List.of()));
        List<JoinOutcome> outcomes = new ArrayList<>();

        // When
        node.join(List.of(CSP, contact(70)), outcomes::add);
        others.run(Duration.ofSeconds(1));

        // Then
        assertThat(outcomes).containsExactly(new JoinOutcome.Joined(contact(70)));
    }

    @Test
    void aNeighbourThatComesAndGoesDoesNotHoldUpTheRounds() {
        // Given
        joined();
        others.run(Duration.ofMinutes(1));
        int before = others.asked(UpdateRequest.class).size();

        // When: for two seconds, each 50 ms
        for (int i = 0; i < 20; i++) {
            others.tell(node, contact(110), new UpdateRequest(others.fresh(), contact(110), List.of(), List.of()));
            others.run(Duration.ofMillis(50));
            others.tell(node, contact(110), new LeaveRequest(others.fresh(), contact(110), List.of(), List.of()));
            others.run(Duration.ofMillis(50));
        }

        // Then
        assertThat(others.asked(UpdateRequest.class).size()).isGreaterThan(before + 3);
        assertThat(node.successors()).doesNotContain(contact(110));
    }

    @Test
    void anAnswerPastAKnownNodeIsNotTaken() {
        // Given: the sweep has found 400 and 1200
        others.nodes(120, 130, 140, 400, 1200, 1900);
        joined();
        others.run(Duration.ofMinutes(3));
        assertThat(node.fingers()).contains(contact(400), contact(1200));

        // When: all say that 1300 follows whatever is looked up
        others.nodes(120, 130, 140, 400, 1200, 1300, 1900);
        others.on(
                RouteQuery.class,
                (to, query) -> new RouteQueryAnswer(query.transaction(), contact(1300), List.of(), List.of()));
        others.run(Duration.ofMinutes(5));

        // Then: what was known before 1300 is still in its place
        assertThat(node.fingers()).contains(contact(400), contact(1200));
    }

    @Test
    void aFingerBeforeItsStartIsRefused() {
        // Given: whatever is looked up, 130 is said to follow
        others.nodes(120, 130, 140, 1900);
        joined();
        others.on(
                RouteQuery.class,
                (to, query) -> new RouteQueryAnswer(query.transaction(), contact(130), List.of(), List.of()));

        // When
        others.run(Duration.ofMinutes(3));

        // Then: 130 can be the finger of 2^4 and below alone
        assertThat(node.fingers()).doesNotContain(contact(1900)).isSubsetOf(contact(130), PREDECESSOR);
        assertThat(node.closestPreceding(NodeId.of(1000), 4)).isSubsetOf(contacts(120, 130, 140));
    }

    @Test
    void whoForwardsTriesNobodyElseAfterATimeOut() {
        // Given: nobody answers a query in time
        others.nodes(120, 130, 140, 400, 700, 1200, 1900);
        joined();
        others.run(Duration.ofMinutes(3));
        others.on(RouteQuery.class, (to, query) -> null);
        others.forget();

        // When: another node's query comes
        others.tell(node, contact(60), new RouteQuery(others.fresh(), NodeId.of(1500), 60));
        others.run(Duration.ofSeconds(20));

        // Then
        assertThat(others.asked(RouteQuery.class, 1500)).hasSize(1);
        assertThat(others.replies).singleElement().isInstanceOf(Response.class);
    }

    @Test
    void whoSeeksATargetAgainBeginsWithAnotherHop() {
        // Given
        others.nodes(120, 130, 140, 400, 700, 1200, 1900);
        joined();
        others.run(Duration.ofMinutes(3));
        others.forget();

        // When
        for (int i = 0; i < 3; i++) {
            node.lookup(NodeId.of(1500), _ -> {});
            others.run(Duration.ofMillis(100));
        }

        // Then
        assertThat(others.asked(RouteQuery.class, 1500)).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void anAnswerWhoseNodesStandTooFarApartIsNotBelievedWhileThereIsAnother() {
        // Given: a ring of 30 nodes, and a first hop that names accomplices alone
        ChordNode dense = amongThirty();
        NodeContact liar = dense.closestPreceding(NodeId.of(1500), 1).getFirst();
        RouteQueryAnswer lie = new RouteQueryAnswer(
                others.fresh(), contact(1800), contacts(1000, 600), contacts(2000, 180, 400, 800, 1200, 1400));
        others.on(RouteQuery.class, (to, query) -> to.equals(liar) ? lie : others.honest(to, query));
        List<@Nullable RouteQueryAnswer> answers = new ArrayList<>();

        // When
        dense.lookup(NodeId.of(1500), answers::add);
        others.run(Duration.ofSeconds(1));

        // Then
        assertThat(answers)
                .singleElement()
                .extracting(RouteQueryAnswer::responsible)
                .isEqualTo(others.successorOf(NodeId.of(1500)));
        assertThat(others.asked(RouteQuery.class, 1500)).hasSize(2).startsWith(liar);

        // When: there is no other answer
        others.on(RouteQuery.class, (to, query) -> lie);
        dense.lookup(NodeId.of(1501), answers::add);
        others.run(Duration.ofSeconds(1));

        // Then: three ways have been tried
        assertThat(answers.getLast()).isEqualTo(lie);
        assertThat(others.asked(RouteQuery.class, 1501)).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void aNeighbourThatNamesAccomplicesAloneBringsNobodyInAndNobodyOut() {
        // Given
        ChordNode dense = amongThirty();
        List<NodeContact> before = dense.successors();
        others.forget();

        // When: the nearest neighbour names every fifth of those that follow, who are there
        others.on(
                UpdateRequest.class,
                (to, update) -> new UpdateAnswer(
                        update.transaction(), List.of(), contacts(388, 709, 1030, 1351, 1672, 1993, 36)));
        others.run(Duration.ofMinutes(2));

        // Then
        assertThat(dense.successors()).isEqualTo(before).hasSize(8);
        assertThat(others.asked(Ping.class)).isNotEmpty().contains(before.get(1));
    }

    @Test
    void oneNeighbourUsesUpNoRoomOfTheOthers() {
        // Given: queries are never answered
        others.nodes(120, 130, 140, 400, 700, 1200, 1900);
        joined();
        others.run(Duration.ofMinutes(3));
        others.on(RouteQuery.class, (to, query) -> null);

        // When
        for (int i = 0; i < 1_100; i++) {
            others.tell(node, contact(60), new RouteQuery(others.fresh(), NodeId.of(1500), 60));
        }
        others.forget();
        others.on(
                RouteQuery.class,
                (to, query) -> new RouteQueryAnswer(query.transaction(), contact(1900), List.of(), List.of()));
        others.tell(node, contact(70), new RouteQuery(others.fresh(), NodeId.of(1600), 60));
        others.run(Duration.ofMillis(100));

        // Then
        assertThat(others.replies).singleElement().isInstanceOf(RouteQueryAnswer.class);
    }

    @Test
    void aNodeForWhichThisOneHadNoRoomIsNotForgotten() {
        // Given
        joined();

        // When
        others.overloaded = true;
        others.run(Duration.ofMinutes(1));

        // Then
        assertThat(node.successors()).startsWith(contact(120));
    }

    private void joined() {
        others.on(
                JoinRequest.class,
                (to, join) ->
                        new JoinAnswer(join.transaction(), List.of(PREDECESSOR), contacts(120, 130, 140), List.of()));
        node.join(List.of(CSP), _ -> {});
        others.run(Duration.ofMillis(100));
        assertThat(node.isMember()).isTrue();
    }

    /** A node with eight successors, and about 64 from each node to the next. */
    private ChordNode amongThirty() {
        others.nodes(
                LongStream.range(1, 30).map(i -> (100 + i * 64 + i % 7) % 2048).toArray());
        ChordNode dense = new ChordNode(ChordOptions.DEFAULTS, local(100), others.ports(), ChordEvents.NONE);
        others.on(
                JoinRequest.class,
                (to, join) -> new JoinAnswer(
                        join.transaction(),
                        others.near(NodeId.of(100), false),
                        others.near(NodeId.of(100), true),
                        List.of()));
        dense.join(List.of(CSP), _ -> {});
        others.run(Duration.ofMinutes(3));
        assertThat(dense.isSettled()).isTrue();
        return dense;
    }

    private static LocalNode local(long id) {
        return new LocalNode(contact(id), RING, "o");
    }

    private static List<NodeContact> contacts(long... ids) {
        return LongStream.of(ids).mapToObj(LyingNeighboursTest::contact).toList();
    }

    private static NodeContact contact(long id) {
        return new NodeContact(NodeId.of(id), new HostPort("10.0.0." + id % 251, 9_000));
    }

    /** The others, their time, and what they were asked. All answer as honest nodes of their ring would, unless told otherwise. */
    private static final class Neighbourhood implements Transport, Scheduler {
        private record Task(Instant at, long number, Runnable run) {}

        private record Asked(NodeContact to, P2psipMessage request) {}

        private final PriorityQueue<Task> tasks = new PriorityQueue<>(
                (a, b) -> a.at.equals(b.at) ? Long.compare(a.number, b.number) : a.at.compareTo(b.at));
        private final Map<Class<?>, BiFunction<NodeContact, P2psipMessage, @Nullable P2psipMessage>> behaviour =
                new HashMap<>();
        private final List<Asked> asked = new ArrayList<>();
        private final List<P2psipMessage> replies = new ArrayList<>();
        private final Random random = new Random(5);
        private List<NodeContact> ring = contacts(120, 130, 140);
        private NodeId peer = NodeId.of(0);
        private NodeId otherCsp = NodeId.of(0);
        private Instant now = Instant.EPOCH;
        private long numbers;
        private boolean overloaded;

        NodePorts ports() {
            Signer signer = new Signer() {
                @Override
                public NodeCertificate certificate() {
                    return certificateOf(NodeId.of(100), Role.PEER);
                }

                @Override
                public Bytes sign(Bytes content) {
                    return Bytes.utf8("signed");
                }
            };
            Verifier verifier = new Verifier() {
                @Override
                public Verdict check(Bytes der) {
                    return new Verdict.Invalid("not asked");
                }

                @Override
                public boolean verify(NodeCertificate by, Bytes content, Bytes signature) {
                    return false;
                }
            };
            return new NodePorts(this, this, () -> now, random, signer, verifier);
        }

        void nodes(long... ids) {
            ring = contacts(ids);
        }

        void isCsp(long id) {
            otherCsp = NodeId.of(id);
        }

        void isPeer(long id) {
            peer = NodeId.of(id);
        }

        <T extends P2psipMessage> void on(Class<T> type, BiFunction<NodeContact, T, @Nullable P2psipMessage> answer) {
            behaviour.put(type, (to, message) -> answer.apply(to, type.cast(message)));
        }

        List<NodeContact> asked(Class<? extends P2psipMessage> type) {
            return asked.stream()
                    .filter(a -> type.isInstance(a.request))
                    .map(Asked::to)
                    .toList();
        }

        List<NodeContact> asked(Class<RouteQuery> type, long target) {
            return asked.stream()
                    .filter(a -> type.isInstance(a.request)
                            && type.cast(a.request).target().equals(NodeId.of(target)))
                    .map(Asked::to)
                    .toList();
        }

        void forget() {
            asked.clear();
            replies.clear();
        }

        Transaction fresh() {
            return Transaction.mint(random);
        }

        void tell(ChordNode node, NodeContact from, ChordMessage message) {
            node.onRequest(new Inbound(certificateOf(from.id(), Role.PEER), from.address(), message, replies::add));
        }

        void run(Duration duration) {
            Instant end = now.plus(duration);
            while (!tasks.isEmpty() && !tasks.peek().at.isAfter(end)) {
                Task task = tasks.poll();
                now = task.at;
                task.run.run();
            }
            now = end;
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable run) {
            Task task = new Task(now.plus(delay), numbers++, run);
            tasks.add(task);
            return () -> tasks.remove(task);
        }

        @Override
        public void send(NodeContact to, P2psipMessage message) {}

        @Override
        public void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
            asked.add(new Asked(to, request));
            if (overloaded) {
                schedule(
                        Duration.ofMillis(1),
                        () -> then.accept(new Outcome.Unreachable(Outcome.Unreachable.OVERLOADED)));
                return;
            }
            BiFunction<NodeContact, P2psipMessage, @Nullable P2psipMessage> special = behaviour.get(request.getClass());
            P2psipMessage answer = special != null ? special.apply(to, request) : honest(to, request);
            if (answer == null) {
                schedule(timeout, () -> then.accept(new Outcome.TimedOut()));
            } else {
                boolean isCsp = to.equals(CSP) || to.id().equals(otherCsp);
                Role role = isCsp && !peer.equals(to.id()) ? Role.CSP : Role.PEER;
                schedule(
                        Duration.ofMillis(5),
                        () -> then.accept(new Outcome.Answered(answer, certificateOf(to.id(), role))));
            }
        }

        private P2psipMessage honest(NodeContact to, P2psipMessage request) {
            return switch (request) {
                case Ping ping -> Response.to(ping, Status.OK);
                case UpdateRequest update ->
                    new UpdateAnswer(update.transaction(), near(to.id(), false), near(to.id(), true));
                case RouteQuery query ->
                    new RouteQueryAnswer(
                            query.transaction(),
                            successorOf(query.target()),
                            near(successorOf(query.target()).id(), false),
                            near(successorOf(query.target()).id(), true));
                default -> Response.to(request, Status.NOT_IMPLEMENTED);
            };
        }

        private NodeContact successorOf(NodeId target) {
            return all().min(Comparator.comparing(c -> RING.distance(target, c.id())))
                    .orElseThrow();
        }

        private List<NodeContact> near(NodeId of, boolean clockwise) {
            return all().filter(c -> !c.id().equals(of))
                    .sorted(Comparator.comparing(
                            c -> clockwise ? RING.distance(of, c.id()) : RING.distance(c.id(), of)))
                    .limit(8)
                    .toList();
        }

        private Stream<NodeContact> all() {
            return Stream.concat(ring.stream(), Stream.of(PREDECESSOR, contact(100)));
        }

        private static NodeCertificate certificateOf(NodeId id, Role role) {
            return new NodeCertificate(
                    id, "o", role, List.of(), Bytes.utf8("der" + id), Bytes.utf8("hash" + id), Instant.MAX);
        }
    }
}
