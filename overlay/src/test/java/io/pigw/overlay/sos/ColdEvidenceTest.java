package io.pigw.overlay.sos;

import static io.pigw.overlay.sos.Samples.NOON;
import static io.pigw.overlay.sos.Samples.certificate;
import static io.pigw.overlay.sos.Samples.link;
import static io.pigw.overlay.sos.Samples.nodes;
import static io.pigw.overlay.sos.Samples.outcome;
import static io.pigw.overlay.sos.Samples.record;
import static io.pigw.overlay.sos.Samples.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.LinkOutcome.Kind;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.TrustMessage.NodeOpinionAnswer;
import io.pigw.p2psip.message.TrustMessage.NodeOpinionRequest;
import io.pigw.p2psip.message.TrustMessage.OpinionOn;
import io.pigw.p2psip.message.TrustMessage.OpinionRequest;
import io.pigw.trust.Evidence;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that has more evidence in its store than in memory. */
class ColdEvidenceTest {

    private static final NodeId COLD = NodeId.of(7);

    private final Shelf shelf = new Shelf();
    private final HeardEvents events = new HeardEvents();
    private final ArrayDeque<Runnable> loop = new ArrayDeque<>();
    private final List<P2psipMessage> answers = new ArrayList<>();
    private final OpinionServer server = new OpinionServer(
            Samples.withLeastLinks(),
            CondemnationOptions.DEFAULTS,
            shelf,
            _ -> true,
            () -> NOON,
            loop::add,
            Runnable::run,
            events);

    @BeforeEach
    void fill() {
        shelf.put(record(link(1, 7), 1, 3, NOON));
        shelf.put(record(link(2, 7), 0, 3, NOON));
        for (int i = 0; i < Samples.LEAST_LINKS; i++) {
            shelf.put(record(link(1, 100 + i), 1, 0, NOON));
        }
        server.restore();
    }

    @Test
    void whatIsLongUnchangedIsNotInMemory() {
        assertThat(server.links()).isEqualTo(Samples.LEAST_LINKS);
        assertThat(server.opinionOn(COLD).uncertainty()).isEqualTo(1);
    }

    @Test
    void aReportAddsToWhatIsStored() {
        // When
        bring(Role.CSP, report(outcome(Kind.LOST, 2, 7, 50, NOON)));
        run();

        // Then
        assertThat(codes()).containsExactly(200);
        assertThat(shelf.seen(link(2, 7))).isEqualTo(new Evidence(0, 4));
        assertThat(shelf.opinions.getLast()).isEqualTo(new NodeOpinion(COLD, server.opinionOn(COLD), NOON));
        assertThat(server.observationsOf(COLD)).hasSize(2);
        assertThat(server.links()).isEqualTo(Samples.LEAST_LINKS);
    }

    @Test
    void whatIsStoredOfObserversCounts() {
        // Given: 2 is distrusted, for what was seen of it long ago
        shelf.put(record(link(3, 2), 0, 9, NOON));

        // When
        bring(Role.CSP, report(outcome(Kind.LOST, 2, 7, 50, NOON)));
        run();

        // Then
        assertThat(server.opinionOn(COLD)).isEqualTo(new Evidence(1, 3).opinion(.5));
    }

    @Test
    void whereItCannotBeReadNothingIsOverwritten() {
        // Given
        shelf.broken = true;

        // When
        bring(Role.CSP, report(outcome(Kind.LOST, 2, 7, 50, NOON)));
        run();

        // Then
        assertThat(codes()).containsExactly(503);
        assertThat(events.notStored).isEqualTo(1);
        assertThat(shelf.seen(link(2, 7))).isEqualTo(new Evidence(0, 3));

        // When
        shelf.broken = false;
        bring(Role.CSP, report(outcome(Kind.LOST, 2, 7, 50, NOON)));
        run();

        // Then
        assertThat(codes()).containsExactly(503, 200);
        assertThat(shelf.seen(link(2, 7))).isEqualTo(new Evidence(0, 4));
    }

    @Test
    void aQuestionIsAnsweredAtOnceAndBetterTheNextTime() {
        // When
        bring(Role.PEER, new NodeOpinionRequest(new Transaction(1), nodes(7)));

        // Then
        assertThat(opinion()).isEqualTo(new OpinionOn(0, 0, 500_000));

        // When
        run();
        bring(Role.PEER, new NodeOpinionRequest(new Transaction(2), nodes(7)));

        // Then: one good and six bad ones
        assertThat(opinion()).isEqualTo(new OpinionOn(111_111, 666_666, 500_000));
    }

    @Test
    void soIsOneAboutRoutes() {
        // When
        bring(Role.PEER, new OpinionRequest(new Transaction(1), List.of(nodes(512, 2, 7), nodes(512, 1, 7))));
        run();

        // Then
        assertThat(server.observationsOf(COLD)).hasSize(2);
    }

    @Test
    void questionsAboutManyKeepMemoryBounded() {
        for (int i = 0; i < 500; i++) {
            bring(Role.CSP, new NodeOpinionRequest(new Transaction(1), nodes(50_000 + i, 60_000 + i)));
        }
        run();

        assertThat(server.links()).isEqualTo(Samples.LEAST_LINKS);
        assertThat(events.asked).isEqualTo(500);
    }

    @Test
    void aFailureToReadForAQuestionHarmsNobody() {
        shelf.broken = true;
        bring(Role.PEER, new NodeOpinionRequest(new Transaction(1), nodes(7)));
        run();
        shelf.broken = false;

        bring(Role.PEER, new NodeOpinionRequest(new Transaction(1), nodes(7)));
        run();

        assertThat(server.observationsOf(COLD)).hasSize(2);
        assertThat(events.notStored).isZero();
    }

    private void bring(Role role, P2psipMessage message) {
        server.onRequest(new Inbound(certificate(role, 512), new HostPort("127.0.0.1", 40_000), message, answers::add));
    }

    private void run() {
        while (!loop.isEmpty()) {
            loop.removeFirst().run();
        }
    }

    private OpinionOn opinion() {
        return ((NodeOpinionAnswer) answers.getLast()).opinions().getFirst();
    }

    private List<Integer> codes() {
        return answers.stream()
                .map(answer -> ((Response) answer).status().code())
                .toList();
    }

    /** Holds everything. */
    private static final class Shelf implements EvidenceStore {

        final Map<Link, LinkRecord> links = new LinkedHashMap<>();
        final List<NodeOpinion> opinions = new ArrayList<>();
        boolean broken;

        void put(LinkRecord record) {
            links.put(record.link(), record);
        }

        Evidence seen(Link link) {
            return Objects.requireNonNull(links.get(link)).seen();
        }

        @Override
        public Remembered load(int maxLinks, Instant votesFrom, int maxVotes) {
            List<LinkRecord> all = List.copyOf(links.values());
            return new Remembered(all.subList(all.size() - maxLinks, all.size()), List.of());
        }

        @Override
        public CompletableFuture<List<LinkRecord>> read(Collection<NodeId> subjects, Executor completesOn) {
            return broken
                    ? CompletableFuture.failedFuture(new IllegalStateException("no disk"))
                    : CompletableFuture.completedFuture(links.values().stream()
                            .filter(record -> subjects.contains(record.link().subject()))
                            .toList());
        }

        @Override
        public CompletableFuture<Changes> save(Changes changes, Executor completesOn) {
            changes.links().forEach(this::put);
            opinions.addAll(changes.opinions());
            return CompletableFuture.completedFuture(changes);
        }
    }
}
