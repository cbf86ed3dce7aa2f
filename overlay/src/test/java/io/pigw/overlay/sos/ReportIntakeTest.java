package io.pigw.overlay.sos;

import static io.pigw.overlay.sos.Samples.NOON;
import static io.pigw.overlay.sos.Samples.certificate;
import static io.pigw.overlay.sos.Samples.link;
import static io.pigw.overlay.sos.Samples.outcome;
import static io.pigw.overlay.sos.Samples.ping;
import static io.pigw.overlay.sos.Samples.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.TrustMessage.EvidenceReport;
import io.pigw.p2psip.message.TrustMessage.OutcomeReport;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ReportIntakeTest {

    private static final long PEER = 586;

    private final HeardEvents events = new HeardEvents();
    private final EvidenceBook book = new EvidenceBook(OpinionOptions.DEFAULTS);
    private final HeldStore store = new HeldStore();
    private final ArrayDeque<Runnable> loop = new ArrayDeque<>();
    private final ArrayDeque<Runnable> work = new ArrayDeque<>();
    private final List<Response> answers = new ArrayList<>();
    private Predicate<PingRequest> proven = _ -> true;
    private final List<Changes> changed = new ArrayList<>();
    private boolean busy;
    private final ReportIntake intake = new ReportIntake(
            book, store, ping -> proven.test(ping), () -> NOON, loop::add, this::verifyLater, changed::add, events);

    @Test
    void aReportIsAnsweredOnlyOnceItIsDurable() {
        bring(report(ping(NOON, 512, 550, PEER)));
        run();
        assertThat(store.saving).hasSize(1);
        assertThat(answers).isEmpty();
        assertThat(book.links()).isZero();

        store.succeed();
        run();

        assertThat(codes()).containsExactly(200);
        assertThat(book.links()).isEqualTo(2);
        assertThat(events.taken).isEqualTo(1);
    }

    @Test
    void aReportThatIsNotStoredIsNotCountedAndMayComeAgain() {
        EvidenceReport report = report(ping(NOON, 512, PEER));
        bring(report);
        run();

        store.fail();
        run();

        assertThat(codes()).containsExactly(503);
        assertThat(answers.getFirst().retryAfterSeconds()).isPositive();
        assertThat(book.links()).isZero();
        assertThat(changed).isEmpty();
        assertThat(events.notStored).isEqualTo(1);

        bring(report);
        run();
        store.succeed();
        run();
        assertThat(codes()).containsExactly(503, 200);
        assertThat(belief(512, PEER)).isCloseTo(.2, within(1e-9));
    }

    @Test
    void whatComesWhileOthersAreStoredIsStoredTogether() {
        bring(report(ping(NOON, 512, PEER)));
        run();
        bring(report(ping(NOON, 512, 550, PEER)));
        bring(report(ping(NOON, 512, 560, PEER)));
        run();
        assertThat(store.saving).hasSize(1);

        store.succeed();
        run();

        assertThat(store.saving).hasSize(1);
        assertThat(store.saving.getFirst().links()).hasSize(4);
        assertThat(codes()).containsExactly(200);
        store.succeed();
        run();
        assertThat(codes()).containsExactly(200, 200, 200);
    }

    @Test
    void aReplayIsAnsweredAndChangesNothing() {
        bring(report(ping(NOON, 512, PEER)));
        run();
        store.succeed();
        run();

        bring(report(ping(NOON, 512, PEER)));
        run();

        assertThat(codes()).containsExactly(200, 200);
        assertThat(store.saving).isEmpty();
        assertThat(belief(512, PEER)).isCloseTo(.2, within(1e-9));
    }

    @Test
    void theSameReportTwiceAtOnceCountsOnce() {
        bring(report(ping(NOON, 512, PEER)));
        bring(report(ping(NOON, 512, PEER)));
        run();
        store.succeed();
        run();

        assertThat(codes()).containsExactly(200, 200);
        assertThat(store.saving).isEmpty();
        assertThat(belief(512, PEER)).isCloseTo(.2, within(1e-9));
    }

    @Test
    void aRouteThatDoesNotVerifyIsRefused() {
        proven = _ -> false;

        bring(report(ping(NOON, 512, PEER)));
        run();

        assertThat(codes()).containsExactly(403);
        assertThat(store.saving).isEmpty();
        assertThat(events.refused).isEqualTo(1);
    }

    @Test
    void whatTheVerifierChokesOnIsRefused() {
        proven = _ -> {
            throw new IllegalStateException("unforeseen");
        };
        bring(report(ping(NOON, 512, PEER)));
        assertThatIllegalStateException().isThrownBy(this::run);

        run();

        assertThat(codes()).containsExactly(403);
    }

    @Test
    void anObjectionCostsNoVerification() {
        bring(report(ping(NOON, 512, 587)));

        assertThat(work).isEmpty();
        assertThat(codes()).containsExactly(403);
    }

    @Test
    void oneReporterDoesNotTakeAllTheRoom() {
        for (int i = 0; i < ReportIntake.MAX_PENDING_OF_ONE; i++) {
            bring(report(ping(NOON, 512, PEER)));
        }
        assertThat(answers).isEmpty();

        bring(report(ping(NOON, 512, PEER)));
        assertThat(codes()).containsExactly(503);

        bring(587, report(ping(NOON, 512, 587)));
        settle();
        assertThat(codes()).containsExactly(503, 200, 200, 200, 200, 200);
        bring(report(ping(NOON, 512, PEER)));
        settle();
        assertThat(codes()).endsWith(200).hasSize(7);
    }

    @Test
    void tooManyReportsAtATimeAreToldToWait() {
        for (int i = 0; i < ReportIntake.MAX_PENDING; i++) {
            bring(Role.CSP, 1_000 + i, report(ping(NOON, 512, 1_000 + i)));
        }
        assertThat(answers).isEmpty();

        bring(Role.CSP, 513, report(ping(NOON, 512, PEER)));
        assertThat(codes()).containsExactly(503);

        settle();
        assertThat(codes()).hasSize(ReportIntake.MAX_PENDING + 1);
        bring(report(ping(NOON, 512, PEER)));
        settle();
        assertThat(codes()).endsWith(200);
        assertThat(events.overloaded).isEqualTo(1);
    }

    @Test
    void reportsOfPeersLeaveHalfTheRoomToCsps() {
        for (int i = 0; i < ReportIntake.MAX_PENDING / 2; i++) {
            bring(1_000 + i, report(ping(NOON, 512, 1_000 + i)));
        }
        assertThat(answers).isEmpty();

        bring(report(ping(NOON, 512, PEER)));
        assertThat(codes()).containsExactly(503);
        bringOutcomes(Role.CSP, report(outcome(LinkOutcome.Kind.LOST, 550, 586, 600, NOON)));
        settle();

        assertThat(codes()).hasSize(ReportIntake.MAX_PENDING / 2 + 2).containsOnlyOnce(503);
        bring(report(ping(NOON, 512, PEER)));
        settle();
        assertThat(codes()).endsWith(200);
    }

    @Test
    void workersWithoutRoomLeaveNothingPending() {
        busy = true;
        for (int i = 0; i <= ReportIntake.MAX_PENDING; i++) {
            bring(report(ping(NOON, 512, PEER)));
        }
        busy = false;

        bring(report(ping(NOON, 512, PEER)));
        run();
        store.succeed();
        run();

        assertThat(codes()).endsWith(503, 200);
    }

    @Test
    void moreVotesThanAreRememberedAreToldToWait() {
        remember(EvidenceBook.MAX_VOTES - 1, Vote.Sort.PASSED);

        bring(report(ping(NOON, 512, 550, PEER)));
        assertThat(codes()).containsExactly(503);

        bring(report(ping(NOON, 512, PEER)));
        run();
        store.succeed();
        run();
        assertThat(codes()).containsExactly(503, 200);
    }

    @Test
    void votesOfPeersLeaveHalfTheRoomToCsps() {
        // Given
        remember(EvidenceBook.MAX_VOTES / 2 - 1, Vote.Sort.TOLD);

        // When
        bring(report(ping(NOON, 512, 550, PEER)));
        bring(Role.CSP, 512, report(ping(NOON, 512, 550, PEER)));
        bring(report(ping(NOON, 512, PEER)));
        bring(587, report(ping(NOON, 512, 587)));
        settle();

        // Then
        assertThat(codes()).containsExactly(503, 503, 200, 200);

        // When: the window of these votes is over
        book.apply(new Changes(List.of(), List.of(), List.of(), NOON.plusSeconds(3_600)));
        bring(587, report(ping(NOON, 512, 587)));
        settle();

        // Then
        assertThat(codes()).endsWith(200);
    }

    @Test
    void outcomesOfACspAreStoredWithoutProof() {
        proven = _ -> false;

        bringOutcomes(Role.CSP, report(outcome(LinkOutcome.Kind.LOST, 550, 586, 600, NOON)));
        assertThat(work).isEmpty();
        store.succeed();
        run();

        assertThat(codes()).containsExactly(200);
        assertThat(changed)
                .singleElement()
                .satisfies(changes -> assertThat(changes.links())
                        .singleElement()
                        .satisfies(link -> assertThat(link.lostFor()).containsExactly(NodeId.of(600))));
    }

    @Test
    void outcomesOfAPeerAreRefused() {
        bringOutcomes(Role.PEER, report(outcome(LinkOutcome.Kind.LOST, 550, 586, 600, NOON)));

        assertThat(codes()).containsExactly(403);
        assertThat(events.refused).isEqualTo(1);
        assertThat(store.saving).isEmpty();
    }

    @Test
    void outcomesTakeNoMoreRoomThanOtherReports() {
        OutcomeReport report = report(outcome(LinkOutcome.Kind.LOST, 550, 586, 600, NOON));
        for (int i = 0; i <= ReportIntake.MAX_PENDING_OF_ONE; i++) {
            bringOutcomes(Role.CSP, report);
        }

        assertThat(codes()).containsExactly(503);
        assertThat(events.overloaded).isEqualTo(1);
        settle();
        assertThat(codes()).containsExactly(503, 200, 200, 200, 200);
    }

    private void bringOutcomes(Role role, OutcomeReport report) {
        intake.onReport(
                new Inbound(certificate(role, 512), new HostPort("127.0.0.1", 40_000), report, this::answer), report);
    }

    private void bring(EvidenceReport report) {
        bring(PEER, report);
    }

    private void remember(int count, Vote.Sort sort) {
        List<Vote> votes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            votes.add(new Vote(NodeId.of(1), link(2, 3), Instant.ofEpochMilli(NOON.toEpochMilli() + i), sort));
        }
        book.restore(new EvidenceStore.Remembered(List.of(), votes));
    }

    private void bring(long reporter, EvidenceReport report) {
        bring(Role.PEER, reporter, report);
    }

    private void bring(Role role, long reporter, EvidenceReport report) {
        intake.onReport(
                new Inbound(certificate(role, reporter), new HostPort("127.0.0.1", 40_000), report, this::answer),
                report);
    }

    private void answer(P2psipMessage answer) {
        answers.add((Response) answer);
    }

    private void verifyLater(Runnable task) {
        if (busy) {
            throw new RejectedExecutionException("full");
        }
        work.add(task);
    }

    private void run() {
        while (!work.isEmpty() || !loop.isEmpty()) {
            (work.isEmpty() ? loop : work).removeFirst().run();
        }
    }

    /** Stores all that waits, batch after batch. */
    private void settle() {
        run();
        while (!store.saving.isEmpty()) {
            store.succeed();
            run();
        }
    }

    private List<Integer> codes() {
        return answers.stream().map(answer -> answer.status().code()).toList();
    }

    private double belief(long observer, long subject) {
        return book.opinionsAt(NOON).of(NodeId.of(observer), NodeId.of(subject)).belief();
    }

    /** Holds what is to be stored until told what becomes of it. */
    private static final class HeldStore implements EvidenceStore {

        final ArrayDeque<Changes> saving = new ArrayDeque<>();
        private final ArrayDeque<CompletableFuture<Changes>> futures = new ArrayDeque<>();

        @Override
        public Remembered load(int maxLinks, Instant votesFrom, int maxVotes) {
            return new Remembered(List.of(), List.of());
        }

        @Override
        public CompletableFuture<Changes> save(Changes changes, Executor completesOn) {
            CompletableFuture<Changes> future = new CompletableFuture<>();
            saving.add(changes);
            futures.add(future);
            return future;
        }

        void succeed() {
            futures.removeFirst().complete(saving.removeFirst());
        }

        void fail() {
            saving.removeFirst();
            futures.removeFirst().completeExceptionally(new IllegalStateException("disk full"));
        }
    }
}
