package io.pigw.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every outbox keeps, whatever it stores in. */
abstract class OutboxContract {

    static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    static final OutboxLimits LIMITS = new OutboxLimits(3, 1 << 20, Duration.ofSeconds(40));

    private Outbox outbox;

    /** Opens the outbox, the first time or again on the same disk. */
    abstract Outbox open(OutboxLimits limits) throws Exception;

    /** Closes what {@link #open} opened; the disk stays. */
    abstract void shut() throws Exception;

    /** Runs on the owner's loop and waits for it. */
    abstract <T> T onLoop(java.util.concurrent.Callable<T> call) throws Exception;

    @BeforeEach
    void openFirst() throws Exception {
        outbox = open(LIMITS);
    }

    @AfterEach
    void shutLast() throws Exception {
        shut();
    }

    @Test
    void whatIsAcceptedIsDueAtOnceAndLeasedOnce() throws Exception {
        Draft draft = Messages.toPeer("a", NOW);

        Acceptance acceptance = get(outbox.accept(draft));

        assertThat(acceptance).isInstanceOf(Acceptance.Stored.class);
        assertThat(onLoop(() -> outbox.nextDue(Direction.TO_PEER))).contains(NOW);
        assertThat(onLoop(() -> outbox.nextDue(Direction.TO_IMS))).isEmpty();
        assertThat(lease(Direction.TO_PEER, NOW)).extracting(Entry::draft).containsExactly(draft);
        assertThat(lease(Direction.TO_PEER, NOW)).isEmpty();
    }

    @Test
    void aCopyIsAnsweredAsTheFirstWithoutASecondRow() throws Exception {
        Draft first = Messages.toPeer("a", NOW);
        get(outbox.accept(new Draft(
                first.key(), first.payload(), 202, first.acceptedAt(), first.expiresAt(), first.keepUntil())));

        Acceptance second = get(outbox.accept(first));

        assertThat(second).isEqualTo(new Acceptance.Duplicate(202));
        assertThat(outbox.pending()).isEqualTo(1);
        assertThat(lease(Direction.TO_PEER, NOW)).hasSize(1);
    }

    @Test
    void aCopyIsKnownAfterTheEndAndAfterAReopening() throws Exception {
        Draft draft = Messages.toPeer("a", NOW);
        get(outbox.accept(draft));
        complete(lease(Direction.TO_PEER, NOW).getFirst(), Optional.empty());
        reopen();

        Acceptance again = get(outbox.accept(draft));

        assertThat(again).isEqualTo(new Acceptance.Duplicate(200));
        assertThat(outbox.pending()).isZero();
        assertThat(lease(Direction.TO_PEER, NOW)).isEmpty();
    }

    @Test
    void aLeaseEndsWithTheProcess() throws Exception {
        get(outbox.accept(Messages.toPeer("a", NOW)));
        get(outbox.accept(Messages.toIms("b", NOW)));
        lease(Direction.TO_PEER, NOW);

        reopen();

        assertThat(outbox.pending()).isEqualTo(2);
        assertThat(lease(Direction.TO_PEER, NOW)).extracting(Entry::draft).containsExactly(Messages.toPeer("a", NOW));
        assertThat(lease(Direction.TO_IMS, NOW)).extracting(Entry::draft).containsExactly(Messages.toIms("b", NOW));
    }

    @Test
    void progressSurvives() throws Exception {
        get(outbox.accept(Messages.toPeer("a", NOW)));
        Entry entry = lease(Direction.TO_PEER, NOW).getFirst();
        Instant later = NOW.plusSeconds(5);
        Progress progress = new Progress(
                2, 1, later, true, true, List.of(io.pigw.p2psip.NodeId.of(586), io.pigw.p2psip.NodeId.of(1618)));
        onLoop(() -> {
            outbox.defer(entry.with(progress));
            return true;
        });
        assertThat(lease(Direction.TO_PEER, NOW)).isEmpty();

        reopen();

        assertThat(lease(Direction.TO_PEER, NOW)).isEmpty();
        assertThat(lease(Direction.TO_PEER, later)).extracting(Entry::progress).containsExactly(progress);
    }

    @Test
    void theNoticeIsWrittenWithTheEndAndOnce() throws Exception {
        Draft draft = Messages.toPeer("a", NOW);
        get(outbox.accept(draft));
        Entry entry = lease(Direction.TO_PEER, NOW).getFirst();
        Draft notice = Messages.noticeToIms("n", draft.key(), NOW);

        Completion first = complete(entry, Optional.of(notice));
        Completion second = complete(entry, Optional.of(notice));

        assertThat(first.ended()).isTrue();
        assertThat(first.notice()).map(Entry::draft).contains(notice);
        assertThat(second).isEqualTo(new Completion(false, Optional.empty()));
        reopen();
        assertThat(lease(Direction.TO_IMS, NOW)).extracting(Entry::draft).containsExactly(notice);
        assertThat(lease(Direction.TO_PEER, NOW)).isEmpty();
    }

    @Test
    void beyondItsLimitItIsFullUntilSomethingEnds() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            assertThat(get(outbox.accept(Messages.toPeer(name, NOW)))).isInstanceOf(Acceptance.Stored.class);
        }
        assertThat(get(outbox.accept(Messages.toPeer("d", NOW)))).isEqualTo(new Acceptance.Full());
        complete(lease(Direction.TO_PEER, NOW).getFirst(), Optional.empty());

        Acceptance acceptance = get(outbox.accept(Messages.toPeer("d", NOW)));

        assertThat(acceptance).isInstanceOf(Acceptance.Stored.class);
    }

    @Test
    void bytesAreLimitedToo() throws Exception {
        reopen(new OutboxLimits(1000, 2L * OutboxLimits.OVERHEAD_BYTES + 20, Duration.ofSeconds(40)));

        Acceptance first = get(outbox.accept(Messages.toPeer("a", NOW)));
        Acceptance second = get(outbox.accept(Messages.toPeer("b", NOW)));
        Acceptance third = get(outbox.accept(Messages.toPeer("c", NOW)));

        assertThat(List.of(first, second)).allMatch(Acceptance.Stored.class::isInstance);
        assertThat(third).isEqualTo(new Acceptance.Full());
    }

    @Test
    void keysAreForgottenAfterTheirTimeAndNotBefore() throws Exception {
        Draft brief = Messages.toPeer("brief", NOW);
        Draft base = Messages.toPeer("kept", NOW);
        Draft kept = new Draft(base.key(), base.payload(), 200, NOW, base.expiresAt(), NOW.plusSeconds(1200));
        Draft pending = Messages.toPeer("pending", NOW);
        get(outbox.accept(brief));
        get(outbox.accept(kept));
        for (Entry entry : lease(Direction.TO_PEER, NOW)) {
            complete(entry, Optional.empty());
        }
        get(outbox.accept(pending));

        purge(NOW.plusSeconds(39));
        assertThat(get(outbox.accept(brief))).isInstanceOf(Acceptance.Duplicate.class);
        purge(NOW.plusSeconds(41));

        assertThat(get(outbox.accept(brief))).isInstanceOf(Acceptance.Stored.class);
        assertThat(get(outbox.accept(kept))).isInstanceOf(Acceptance.Duplicate.class);
        assertThat(get(outbox.accept(pending))).isInstanceOf(Acceptance.Duplicate.class);
    }

    @Test
    void earliestFirst() throws Exception {
        get(outbox.accept(Messages.toPeer("late", NOW.plusSeconds(2))));
        get(outbox.accept(Messages.toPeer("early", NOW)));
        get(outbox.accept(Messages.toPeer("middle", NOW.plusSeconds(1))));

        List<Entry> due = onLoop(() -> outbox.lease(Direction.TO_PEER, NOW.plusSeconds(9), 2));

        assertThat(due).extracting(entry -> entry.payload().callId().value()).containsExactly("early", "middle");
    }

    private List<Entry> lease(Direction direction, Instant now) throws Exception {
        return onLoop(() -> outbox.lease(direction, now, 100));
    }

    private Completion complete(Entry entry, Optional<Draft> notice) throws Exception {
        return get(onLoop(() -> outbox.complete(entry, Ending.DELIVERED, NOW, notice)));
    }

    private void purge(Instant now) throws Exception {
        onLoop(() -> {
            outbox.purge(now);
            return true;
        });
    }

    private void reopen() throws Exception {
        reopen(LIMITS);
    }

    private void reopen(OutboxLimits limits) throws Exception {
        shut();
        outbox = open(limits);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
