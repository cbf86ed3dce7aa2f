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
import io.pigw.p2psip.message.ArcProof;
import io.pigw.p2psip.message.ChordMessage.ArcProofAnswer;
import io.pigw.p2psip.message.ChordMessage.ArcProofRequest;
import io.pigw.p2psip.message.ChordMessage.RouteQuery;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import io.pigw.p2psip.message.ChordMessage.UpdateAnswer;
import io.pigw.p2psip.message.ChordMessage.UpdateRequest;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.signing.SignedContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Node 100 in a ring of 2^11, which looks for the node of 1500. That is 1600, whose arc begins at 1450. Who is asked first is 1300,
 * then 700 and 400.
 */
class ProvenLookupTest {

    private static final String OVERLAY = "p2p.example.net";
    private static final Ring RING = new Ring(11);
    private static final NodeId TARGET = NodeId.of(1500);
    private static final long CSP = 50;
    private static final List<NodeContact> RING_AT_REST = contacts(50, 70, 80, 90, 100, 120, 140, 400, 700, 1000, 1300);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Network others = new Network();
    private final List<LookupProof> events = new ArrayList<>();
    private final List<@Nullable RouteQueryAnswer> answers = new ArrayList<>();
    private final ChordNode node = new ChordNode(
            ChordOptions.DEFAULTS.withSuccessors(3),
            new LocalNode(contact(100), RING, OVERLAY),
            others.ports(),
            new ChordEvents() {
                @Override
                public void lookedUp(LookupProof proof) {
                    events.add(proof);
                }
            });

    @Test
    void whoIsNamedIsAskedItselfAndItsProofIsEnough() {
        resumed();
        node.hasProven();
        others.on(1600, query -> itself(query, 1600, proof(1600, 1450)));

        lookUp();

        assertThat(found()).isEqualTo(1600);
        assertThat(others.queried()).containsExactly(1300L, 1600L);
        assertThat(events).containsExactly(LookupProof.PROVEN);
        assertThat(others.queriesTo(1600)).allMatch(query -> query.maxForwards() == 1);
    }

    @Test
    void aProofThatSomebodyElseShowsVouchesForNothing() {
        resumed();
        node.hasProven();
        NodeContact elsewhere = new NodeContact(NodeId.of(1600), new HostPort("127.0.0.1", 1));
        others.on(
                1300,
                query -> new RouteQueryAnswer(
                        query.transaction(), elsewhere, contacts(1450), contacts(1900, 1910), proof(1600, 1450)));
        others.deadAt.add(elsewhere.address());
        others.on(1600, query -> itself(query, 1600, proof(1600, 1450)));

        lookUp();

        RouteQueryAnswer answer = answers.getFirst();
        assertThat(answer).isNotNull();
        assertThat(answer.responsible()).isEqualTo(contact(1600));
        assertThat(answer.successors()).isEqualTo(contacts(1700, 1800));
        assertThat(events).containsExactly(LookupProof.PROVEN);
    }

    @Test
    void anArcThatIsLongerThanAnyIsNotBelieved() {
        NodeContact[] near =
                contacts(92, 94, 96, 98, 101, 102, 103, 104, 105, 106, 107).toArray(NodeContact[]::new);
        ChordNode dense = new ChordNode(
                ChordOptions.DEFAULTS, new LocalNode(contact(100), RING, OVERLAY), others.ports(), new ChordEvents() {
                    @Override
                    public void lookedUp(LookupProof proof) {
                        events.add(proof);
                    }
                });
        TreeMap<Integer, NodeContact> fingers = new TreeMap<>();
        fingers.put(10, contact(1300));
        dense.resume(
                List.of(),
                new RingPlace(List.of(near[3], near[2], near[1]), List.of(near).subList(4, near.length), fingers));
        dense.hasProven();
        others.on(1600, query -> itself(query, 1600, proof(1600, 1450)));

        dense.lookup(TARGET, answers::add);
        others.run(Duration.ofSeconds(1));

        assertThat(events).containsExactly(LookupProof.UNPROVEN);
    }

    @Test
    void anAccompliceBeyondTheTrueNodeIsFoundOut() {
        resumed();
        node.hasProven();
        others.on(1300, query -> named(query, 1900));
        others.on(1900, query -> itself(query, 1900, proof(1900, 1700)));
        others.on(1600, query -> itself(query, 1600, proof(1600, 1450)));

        lookUp();

        assertThat(found()).isEqualTo(1600);
        assertThat(others.queried()).startsWith(1300L, 1900L).endsWith(1600L);
        assertThat(events).containsExactly(LookupProof.PROVEN);
    }

    @Test
    void anotherWayEndsBeforeTheTargetAndTheListLeadsToIt() {
        resumed();
        node.hasProven();
        others.on(1300, query -> named(query, 1900));
        others.on(1900, query -> refused(query));
        others.on(1600, query -> itself(query, 1600, proof(1600, 1450)));
        others.on(
                700,
                query -> new RouteQueryAnswer(
                        query.transaction(), contact(1450), contacts(1400, 1300), contacts(1600, 1700, 1800)));

        lookUp();

        RouteQueryAnswer answer = answers.getFirst();
        assertThat(answer).isNotNull();
        assertThat(found()).isEqualTo(1600);
        assertThat(answer.predecessors()).isEqualTo(contacts(1450, 1400));
        assertThat(answer.successors()).isEqualTo(contacts(1700, 1800));
        assertThat(others.queriesTo(700)).allMatch(query -> query.target().compareTo(TARGET) < 0);
    }

    @Test
    void aCspNeedsNobodyToVouchForIt() {
        resumed();
        node.hasProven();
        others.csps.add(1600L);
        others.on(1600, query -> itself(query, 1600, null));

        lookUp();

        assertThat(found()).isEqualTo(1600);
        assertThat(others.queried()).containsExactly(1300L, 1600L);
        assertThat(events).containsExactly(LookupProof.PROVEN);
    }

    @Test
    void whereNobodyHasAProofNobodyIsAskedForOne() {
        resumed();

        lookUp();

        assertThat(found()).isEqualTo(1600);
        assertThat(others.queried()).containsExactly(1300L);
        assertThat(events).containsExactly(LookupProof.UNASKED);
    }

    @Test
    void fiveMinutesAfterTheLastProofNobodyIsAskedAnyMore() {
        resumed();
        node.hasProven();
        others.run(Duration.ofMinutes(5).plusMillis(1));
        others.asked.clear();

        lookUp();

        assertThat(others.queried()).containsExactly(1300L);
        assertThat(events).containsExactly(LookupProof.UNASKED);
    }

    @Test
    void withoutAProofWhoSaysItIsTheNodeIsBelievedAndNoPhantom() {
        resumed();
        node.hasProven();
        others.on(1300, query -> named(query, 1510));
        others.on(1600, query -> itself(query, 1600, null));

        lookUp();

        assertThat(found()).isEqualTo(1600);
        assertThat(events).containsExactly(LookupProof.UNPROVEN);
        assertThat(others.queriesTo(1600)).hasSize(1);
    }

    /** What is wrong with a proof. */
    enum Flaw {
        OF_ANOTHER_NODE,
        OF_ANOTHER_ARC,
        OF_ANOTHER_OVERLAY,
        EXPIRED,
        FROM_THE_FUTURE,
        BY_A_PEER,
        BY_ANOTHER_CSP_THAN_IT_SAYS,
        OF_AN_UNKNOWN_SIGNER,
        WITH_AN_ALTERED_BYTE,
        WITH_AN_ALTERED_BEGIN,
        WITH_AN_ALTERED_TIME
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void aProofWithAFlawIsNone(Flaw flaw) {
        resumed();
        node.hasProven();
        ArcProof good = proof(1600, 1450);
        ArcProof flawed = switch (flaw) {
            case OF_ANOTHER_NODE -> proof(1700, 1450);
            case OF_ANOTHER_ARC -> proof(1600, 1500);
            case OF_ANOTHER_OVERLAY -> signed(CSP, Role.CSP, "other.example.net", 1600, 1450, START);
            case EXPIRED ->
                signed(
                        CSP,
                        Role.CSP,
                        OVERLAY,
                        1600,
                        1450,
                        START.minus(Duration.ofMinutes(15).plusMillis(1)));
            case FROM_THE_FUTURE -> signed(CSP, Role.CSP, OVERLAY, 1600, 1450, START.plus(Duration.ofMinutes(11)));
            case BY_A_PEER -> signed(1900, Role.PEER, OVERLAY, 1600, 1450, START);
            case BY_ANOTHER_CSP_THAN_IT_SAYS ->
                new ArcProof(NodeId.of(60), good.node(), good.begin(), good.issuedAt(), good.identity());
            case OF_AN_UNKNOWN_SIGNER ->
                with(good, new Identity(good.identity().signature(), Bytes.utf8("50 of whoever")));
            case WITH_AN_ALTERED_BYTE ->
                with(good, new Identity(Bytes.utf8("x"), good.identity().certificate()));
            case WITH_AN_ALTERED_BEGIN ->
                new ArcProof(good.csp(), good.node(), NodeId.of(1300), good.issuedAt(), good.identity());
            case WITH_AN_ALTERED_TIME ->
                new ArcProof(
                        good.csp(), good.node(), good.begin(), good.issuedAt().plusMillis(1), good.identity());
        };
        others.on(1600, query -> itself(query, 1600, flawed));

        lookUp();

        assertThat(found()).isEqualTo(1600);
        assertThat(events).containsExactly(LookupProof.UNPROVEN);
        assertThat(others.queriesTo(1600)).hasSize(1);
    }

    @Test
    void aProofIsGoodForFiveMinutes() {
        resumed();
        node.hasProven();
        ArcProof proof = signed(CSP, Role.CSP, OVERLAY, 1600, 1450, START.minus(Duration.ofMinutes(5)));
        others.on(1600, query -> itself(query, 1600, proof));

        lookUp();

        assertThat(events).containsExactly(LookupProof.PROVEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {-10, -5, 5, 10})
    void aCspWhoseClockIsSoManyMinutesAheadIsBelieved(int minutes) {
        resumed();
        node.hasProven();
        others.on(1600, query -> itself(query, 1600, provenBefore(Duration.ZERO, minutes)));

        lookUp();

        assertThat(events).containsExactly(LookupProof.PROVEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {-10, -5, 0, 5, 10})
    void whatTheClockOfACspIsKnownToBeItsOldProofsAreOld(int minutes) {
        resumed();
        node.hasProven();
        others.on(1600, query -> itself(query, 1600, provenBefore(Duration.ZERO, minutes)));
        lookUp();
        events.clear();
        Duration fiveMinutes = Duration.ofMinutes(5).plusSeconds(1);
        others.on(1600, query -> itself(query, 1600, provenBefore(fiveMinutes, minutes)));

        lookUp();

        assertThat(events).containsExactly(LookupProof.UNPROVEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {-10, -5, 0, 5, 10})
    void proofsOfAClockThatIsSoManyMinutesAheadAreExpectedForFiveMinutes(int minutes) {
        resumed();
        node.hasProven();
        others.on(1600, query -> itself(query, 1600, provenBefore(Duration.ZERO, minutes)));
        lookUp();
        others.run(Duration.ofMinutes(5).minusSeconds(2));
        events.clear();

        lookUp();

        assertThat(events).isNotEqualTo(List.of(LookupProof.UNASKED));
        others.on(1600, query -> itself(query, 1600, null));
        others.run(Duration.ofMinutes(5));
        events.clear();
        lookUp();
        assertThat(events).containsExactly(LookupProof.UNASKED);
    }

    @Test
    void ofWhatAProofSaysTheNodeThatLooksForAFingerAsksNothing() {
        resumed();
        node.hasProven();

        others.run(Duration.ofMinutes(2));

        assertThat(others.asked)
                .noneMatch(asked -> asked.request instanceof RouteQuery query && query.maxForwards() == 1);
    }

    @Test
    void aPeerAsksItsCspAndShowsTheProof() {
        // Given
        node.proveThrough(() -> Optional.of(contact(CSP)));
        others.proofs = () -> proof(100, 90);
        resumed();

        // When
        others.run(Duration.ofSeconds(80));

        // Then: to whoever asks for it, and to nobody whose query may be passed on
        assertThat(own(1)).isEqualTo(proof(100, 90));
        assertThat(own(2)).isNull();
        lookUp();
        assertThat(events).as("its own proof says that there are some").isNotEqualTo(List.of(LookupProof.UNASKED));
    }

    @Test
    void itAsksAgainInTimeAndWhenItsPredecessorIsAnother() {
        // Given
        node.proveThrough(() -> Optional.of(contact(CSP)));
        others.proofs = () -> signed(CSP, Role.CSP, OVERLAY, 100, 90, others.now);
        resumed();
        others.run(Duration.ofMinutes(10));
        assertThat(others.asked(ArcProofRequest.class)).hasSizeBetween(6, 10);
        others.asked.clear();

        // When
        UpdateRequest update = new UpdateRequest(others.fresh(), contact(95), contacts(90, 80), contacts(100, 120));
        node.onRequest(
                new Inbound(certificate(95, Role.PEER, OVERLAY), contact(95).address(), update, _ -> {}));
        others.run(Duration.ofSeconds(4));

        // Then
        assertThat(others.asked(ArcProofRequest.class)).isNotEmpty();
        node.close();
        others.asked.clear();
        others.run(Duration.ofMinutes(10));
        assertThat(others.asked(ArcProofRequest.class)).isEmpty();
    }

    @Test
    void whenTheCspSaysWhenToComeAgainItComesThen() {
        node.proveThrough(() -> Optional.of(contact(CSP)));
        resumed();
        others.retryAfterSeconds = 20;
        others.run(Duration.ofSeconds(80 + 5 * 25));
        assertThat(others.asked(ArcProofRequest.class)).hasSizeBetween(5, 10);

        others.proofs = () -> signed(CSP, Role.CSP, OVERLAY, 100, 90, others.now);
        others.run(Duration.ofSeconds(25));

        assertThat(own(1)).isNotNull();
    }

    @Test
    void itShowsNoProofThatHasEndedAndTakesNoneOfAnother() {
        node.proveThrough(() -> Optional.of(contact(CSP)));
        others.proofs = () -> proof(100, 90);
        resumed();
        others.run(Duration.ofSeconds(80));
        others.proofs = () -> proof(120, 100);

        others.run(Duration.ofMinutes(6));

        assertThat(own(1)).isNull();
    }

    private void resumed() {
        TreeMap<Integer, NodeContact> fingers = new TreeMap<>();
        fingers.put(9, contact(700));
        fingers.put(10, contact(1300));
        node.resume(List.of(), new RingPlace(contacts(90, 80, 70), contacts(120, 140, 400), fingers));
    }

    private void lookUp() {
        answers.clear();
        node.lookup(TARGET, answers::add);
        others.run(Duration.ofSeconds(1));
    }

    private long found() {
        assertThat(answers).hasSize(1);
        RouteQueryAnswer answer = answers.getFirst();
        assertThat(answer).isNotNull();
        return answer.responsible().id().low();
    }

    private @Nullable ArcProof own(int maxForwards) {
        List<P2psipMessage> replies = new ArrayList<>();
        RouteQuery query = new RouteQuery(others.fresh(), NodeId.of(95), maxForwards);
        node.onRequest(
                new Inbound(certificate(90, Role.PEER, OVERLAY), contact(90).address(), query, replies::add));
        assertThat(replies).singleElement().isInstanceOf(RouteQueryAnswer.class);
        return ((RouteQueryAnswer) replies.getFirst()).proof();
    }

    private static ArcProof proof(long id, long begin) {
        return signed(CSP, Role.CSP, OVERLAY, id, begin, START);
    }

    private static ArcProof signed(long by, Role role, String overlay, long id, long begin, Instant at) {
        NodeCertificate signer = certificate(by, role, overlay);
        Bytes content = SignedContent.arcProof(overlay, signer.id(), NodeId.of(id), NodeId.of(begin), at);
        Identity identity = new Identity(signature(signer, content), signer.der());
        return new ArcProof(signer.id(), NodeId.of(id), NodeId.of(begin), at, identity);
    }

    /** By a CSP whose clock is so much ahead. */
    private ArcProof provenBefore(Duration age, int minutes) {
        return signed(CSP, Role.CSP, OVERLAY, 1600, 1450, others.now.minus(age).plus(Duration.ofMinutes(minutes)));
    }

    private static ArcProof with(ArcProof proof, Identity identity) {
        return new ArcProof(proof.csp(), proof.node(), proof.begin(), proof.issuedAt(), identity);
    }

    private static RouteQueryAnswer itself(RouteQuery query, long id, @Nullable ArcProof proof) {
        return new RouteQueryAnswer(
                query.transaction(), contact(id), contacts(1450, 1400), contacts(1700, 1800), proof);
    }

    private static RouteQueryAnswer named(RouteQuery query, long id) {
        return new RouteQueryAnswer(query.transaction(), contact(id), contacts(1450), contacts(id + 10, id + 20));
    }

    private static P2psipMessage refused(RouteQuery query) {
        return Response.to(query, Status.TEMPORARILY_UNAVAILABLE);
    }

    private static Bytes signature(NodeCertificate signer, Bytes content) {
        String all = signer.der().toUtf8() + content.toHex();
        return Bytes.utf8(
                UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString());
    }

    private static NodeCertificate certificate(long id, Role role, String overlay) {
        Bytes der = Bytes.utf8(id + " " + role + " " + overlay);
        return new NodeCertificate(NodeId.of(id), overlay, role, List.of(), der, der, Instant.MAX);
    }

    private static NodeContact contact(long id) {
        return new NodeContact(NodeId.of(id), new HostPort("127.0.0.1", (int) (9_000 + id)));
    }

    private static List<NodeContact> contacts(long... ids) {
        return LongStream.of(ids).mapToObj(ProvenLookupTest::contact).toList();
    }

    /** A node to which something was sent. */
    private record Asked(long to, P2psipMessage request) {}

    /** Nodes that name 1600 unless the test wants something else; who is not at home says nothing. */
    private static final class Network implements Transport, Scheduler {
        private final Map<Long, Function<RouteQuery, P2psipMessage>> behaviour = new HashMap<>();
        private final List<Asked> asked = new ArrayList<>();
        private final Set<HostPort> deadAt = new HashSet<>();
        private final List<Long> csps = new ArrayList<>(List.of(CSP));
        private final PriorityQueue<Task> tasks = new PriorityQueue<>();
        private final Random random = new Random(1);
        private @Nullable Supply proofs;
        private Instant now = START;
        private int retryAfterSeconds;
        private long numbers;

        /** Of proofs that the CSP gives. */
        private interface Supply {
            ArcProof get();
        }

        private record Task(Instant at, long number, Runnable run) implements Comparable<Task> {
            @Override
            public int compareTo(Task other) {
                int byTime = at.compareTo(other.at);
                return byTime != 0 ? byTime : Long.compare(number, other.number);
            }
        }

        NodePorts ports() {
            Signer signer = new Signer() {
                @Override
                public NodeCertificate certificate() {
                    return ProvenLookupTest.certificate(100, Role.PEER, OVERLAY);
                }

                @Override
                public Bytes sign(Bytes content) {
                    return signature(certificate(), content);
                }
            };
            Verifier verifier = new Verifier() {
                @Override
                public Verdict check(Bytes der) {
                    String[] fields = der.toUtf8().split(" ", 3);
                    return Stream.of(Role.values()).anyMatch(role -> role.name().equals(fields[1]))
                            ? new Verdict.Valid(ProvenLookupTest.certificate(
                                    Long.parseLong(fields[0]), Role.valueOf(fields[1]), fields[2]))
                            : new Verdict.Invalid("untrusted");
                }

                @Override
                public boolean verify(NodeCertificate by, Bytes content, Bytes signature) {
                    return signature(by, content).equals(signature);
                }
            };
            return new NodePorts(this, this, () -> now, random, signer, verifier);
        }

        void on(long id, Function<RouteQuery, P2psipMessage> answer) {
            behaviour.put(id, answer);
        }

        List<Long> queried() {
            return asked.stream()
                    .filter(a -> a.request instanceof RouteQuery)
                    .map(Asked::to)
                    .toList();
        }

        List<RouteQuery> queriesTo(long id) {
            return asked.stream()
                    .filter(a -> a.to == id && a.request instanceof RouteQuery)
                    .map(a -> (RouteQuery) a.request)
                    .toList();
        }

        List<Asked> asked(Class<? extends P2psipMessage> type) {
            return asked.stream().filter(a -> type.isInstance(a.request)).toList();
        }

        Transaction fresh() {
            return Transaction.mint(random);
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
            long id = to.id().low();
            asked.add(new Asked(id, request));
            if (deadAt.contains(to.address())) {
                schedule(Duration.ofMillis(5), () -> then.accept(new Outcome.Unreachable("nobody there")));
                return;
            }
            P2psipMessage answer = answer(id, request);
            Role role = csps.contains(id) ? Role.CSP : Role.PEER;
            Outcome outcome = new Outcome.Answered(answer, certificate(id, role, OVERLAY));
            schedule(Duration.ofMillis(5), () -> then.accept(outcome));
        }

        private P2psipMessage answer(long id, P2psipMessage request) {
            Supply supply = proofs;
            return switch (request) {
                case RouteQuery query ->
                    behaviour.getOrDefault(id, q -> named(q, 1600)).apply(query);
                case ArcProofRequest asks when supply != null -> new ArcProofAnswer(asks.transaction(), supply.get());
                case UpdateRequest update ->
                    new UpdateAnswer(
                            update.transaction(),
                            near(other -> RING.distance(other, NodeId.of(id))),
                            near(other -> RING.distance(NodeId.of(id), other)));
                case ArcProofRequest asks ->
                    Response.to(asks, Status.SERVICE_UNAVAILABLE).retryAfter(retryAfterSeconds);
                default -> Response.to(request, Status.OK);
            };
        }

        private static List<NodeContact> near(Function<NodeId, NodeId> distance) {
            return RING_AT_REST.stream()
                    .filter(c -> distance.apply(c.id()).low() != 0)
                    .sorted(Comparator.comparing(c -> distance.apply(c.id())))
                    .limit(3)
                    .toList();
        }
    }
}
