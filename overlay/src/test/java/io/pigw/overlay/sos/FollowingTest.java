package io.pigw.overlay.sos;

import static io.pigw.overlay.sos.Samples.NOON;
import static io.pigw.overlay.sos.Samples.certificate;
import static io.pigw.overlay.sos.Samples.link;
import static io.pigw.overlay.sos.Samples.outcome;
import static io.pigw.overlay.sos.Samples.ping;
import static io.pigw.overlay.sos.Samples.record;
import static io.pigw.overlay.sos.Samples.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.trust.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** A server that leaves reports to another, and then takes them itself; and what outlives it. */
class FollowingTest {

    private static final NodeId BAD = NodeId.of(7);

    private final Shelf shelf = new Shelf();
    private final HeardEvents events = new HeardEvents();
    private final OpinionServer server = server(events);
    private final List<Integer> codes = new ArrayList<>();

    @Test
    void leavesReportsToAnother() {
        server.follow();

        bring(Role.CSP, report(outcome(LinkOutcome.Kind.LOST, 2, 7, 50, NOON)));
        bring(Role.PEER, report(ping(NOON, 512, 550, 586)));

        assertThat(codes).containsExactly(503, 503);
        assertThat(events.elsewhere).isEqualTo(2);
        assertThat(shelf.saved).isZero();
    }

    @Test
    void saysWhatTheOtherStored() {
        // Given
        server.follow();
        server.restore();
        bringLosses();

        // When
        Sentence sentence = sentence();
        server.takeUp(new EvidenceStore.Remembered(
                List.of(new LinkRecord(link(2, 7), new Evidence(0, 8), 0, 8, 0, Samples.nodes(50, 51), NOON)),
                List.of(),
                List.of(sentence)));

        // Then
        assertThat(server.opinionOn(BAD)).isEqualTo(new Evidence(0, 8).opinion(.5));
        assertThat(server.sentences()).containsExactly(sentence);
        assertThat(events.condemned).as("told by the other").isEmpty();
    }

    @Test
    void takesReportsOnceItLeadsAndCountsNoVoteTwice() {
        // Given
        server.follow();
        Vote counted = Samples.vote(
                Samples.CSP, link(2, 7), new EvidenceBook(OpinionOptions.DEFAULTS).windowOf(NOON), Vote.Sort.LOST);
        server.takeUp(new EvidenceStore.Remembered(List.of(record(link(2, 7), 0, 1, NOON)), List.of(counted)));

        // When
        server.lead();
        bring(Role.CSP, report(outcome(LinkOutcome.Kind.LOST, 2, 7, 50, NOON)));
        bring(Role.CSP, report(outcome(LinkOutcome.Kind.LOST, 3, 7, 50, NOON)));

        // Then
        assertThat(codes).containsExactly(200, 200);
        assertThat(server.observationsOf(BAD))
                .extracting(known -> known.seen().bad())
                .containsExactly(1.0, 1.0);
    }

    @Test
    void whoIsCondemnedIsStoredAndStandsAfterARestart() {
        // When
        bringLosses();

        // Then
        assertThat(events.condemned).hasSize(1);
        assertThat(shelf.sentences).isEqualTo(server.sentences()).hasSize(1);
        HeardEvents later = new HeardEvents();
        OpinionServer next = server(later);
        next.restore();
        assertThat(next.sentences()).isEqualTo(server.sentences());
        assertThat(later.condemned).as("it was told").isEmpty();
    }

    @Test
    void whatCouldNotBeKeptIsKeptWithTheNextChange() {
        shelf.broken = true;
        bringLosses();
        assertThat(events.notKept).isPositive();
        assertThat(server.sentences()).as("it stands").hasSize(1);

        shelf.broken = false;
        bring(Role.CSP, report(outcome(LinkOutcome.Kind.PASSED, 2, 8, 50, NOON)));

        assertThat(shelf.sentences).isEqualTo(server.sentences());
    }

    @Test
    void aNodeThatWasNotLookedAtBeforeTheEndIsAtTheStart() {
        // Given: what was lost is stored, and the server ended
        for (int i = 0; i < 9; i++) {
            shelf.links.add(
                    new LinkRecord(link(20 + i, 7), new Evidence(0, 2), 0, 2, 0, List.of(NodeId.of(50 + i)), NOON));
        }

        // When
        server.restore();

        // Then
        assertThat(events.condemned)
                .singleElement()
                .satisfies(found -> assertThat(found.node()).isEqualTo(BAD));
        assertThat(shelf.sentences).hasSize(1);
    }

    private Sentence sentence() {
        Evidence evidence = new Evidence(0, 8);
        return new Sentence(new Condemned(BAD, Condemned.Grounds.AUDITS, evidence.opinion(.5), evidence, 3, 3), NOON);
    }

    private void bringLosses() {
        for (int i = 0; i < 9; i++) {
            bring(Role.CSP, report(outcome(LinkOutcome.Kind.LOST, 20 + i, 7, 50 + i, NOON)));
        }
    }

    private OpinionServer server(SosEvents hearing) {
        return new OpinionServer(
                OpinionOptions.DEFAULTS,
                CondemnationOptions.DEFAULTS,
                shelf,
                _ -> true,
                () -> NOON,
                Runnable::run,
                Runnable::run,
                hearing);
    }

    private void bring(Role role, TrustMessage message) {
        server.onRequest(new Inbound(
                certificate(role, role == Role.CSP ? Samples.CSP : 586),
                new HostPort("127.0.0.1", 1),
                message,
                answer -> codes.add(((Response) answer).status().code())));
    }

    /** Stores at once, or not at all. */
    private static final class Shelf implements EvidenceStore {

        final List<LinkRecord> links = new ArrayList<>();
        final List<Sentence> sentences = new ArrayList<>();
        int saved;
        boolean broken;

        @Override
        public Remembered load(int maxLinks, Instant votesFrom, int maxVotes) {
            return new Remembered(links, List.of(), sentences);
        }

        @Override
        public CompletableFuture<Changes> save(Changes changes, Executor completesOn) {
            saved++;
            return CompletableFuture.completedFuture(changes);
        }

        @Override
        public CompletableFuture<Void> condemn(List<Sentence> found, Executor completesOn) {
            if (broken) {
                return CompletableFuture.failedFuture(new IllegalStateException("no room"));
            }
            sentences.addAll(found);
            return CompletableFuture.completedFuture(null);
        }
    }
}
