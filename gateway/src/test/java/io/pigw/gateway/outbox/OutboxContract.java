package io.pigw.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every outbox keeps, whatever it stores in. */
abstract class OutboxContract {

    static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    static final OutboxLimits LIMITS = new OutboxLimits(10, 1 << 20, 8, Duration.ofSeconds(40));

    private static final NodeId NODE = NodeId.of(586);

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
        Progress progress = new Progress(2, 1, later, true, true, List.of(NodeId.of(586), NodeId.of(1618)));
        onLoop(() -> {
            var _ = outbox.defer(entry.with(progress), Optional.empty());
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
        assertThat(first.report()).map(Entry::draft).contains(notice);
        assertThat(second).isEqualTo(new Completion(false, Optional.empty()));
        reopen();
        assertThat(lease(Direction.TO_IMS, NOW)).extracting(Entry::draft).containsExactly(notice);
        assertThat(lease(Direction.TO_PEER, NOW)).isEmpty();
    }

    @Test
    void beyondItsLimitItIsFullUntilSomethingEnds() throws Exception {
        reopen(new OutboxLimits(3, 1 << 20, 8, Duration.ofSeconds(40)));
        for (String name : List.of("a", "b", "c")) {
            assertThat(get(outbox.accept(from(name)))).isInstanceOf(Acceptance.Stored.class);
        }
        assertThat(get(outbox.accept(from("d")))).isEqualTo(new Acceptance.Full());
        assertThat(get(outbox.accept(from("a")))).isEqualTo(new Acceptance.Duplicate(200));
        complete(lease(Direction.TO_PEER, NOW).getFirst(), Optional.empty());

        Acceptance acceptance = get(outbox.accept(from("d")));

        assertThat(acceptance).isInstanceOf(Acceptance.Stored.class);
    }

    @Test
    void bytesAreLimitedToo() throws Exception {
        reopen(new OutboxLimits(1000, 3L * OutboxLimits.OVERHEAD_BYTES, 8, Duration.ofSeconds(40)));

        Acceptance first = get(outbox.accept(from("a")));
        Acceptance second = get(outbox.accept(from("b")));
        Acceptance third = get(outbox.accept(from("c")));

        assertThat(first).isInstanceOf(Acceptance.Stored.class);
        assertThat(List.of(second, third)).contains(new Acceptance.Full());
    }

    @Test
    void whoeverSendsToManyLeavesRoomForAnother() throws Exception {
        // Given somebody who sends to as many names as it takes
        reopen(new OutboxLimits(100, 1 << 20, 8, Duration.ofSeconds(40)));
        int accepted = 0;
        while (get(outbox.accept(Messages.toPeer("m" + accepted, NodeId.of(accepted), NOW)))
                instanceof Acceptance.Stored) {
            accepted++;
        }

        // Then half of what is his direction's is his, and the rest is there for others, copies and the other direction
        assertThat(accepted).isEqualTo(38);
        assertThat(get(outbox.accept(Messages.toPeer("m0", NodeId.of(0), NOW))))
                .isEqualTo(new Acceptance.Duplicate(200));
        assertThat(get(outbox.accept(from("another")))).isInstanceOf(Acceptance.Stored.class);
        assertThat(get(outbox.accept(Messages.toIms("back", NOW)))).isInstanceOf(Acceptance.Stored.class);
        complete(lease(Direction.TO_PEER, NOW).getFirst(), Optional.empty());
        complete(lease(Direction.TO_PEER, NOW).getFirst(), Optional.empty());
        assertThat(get(outbox.accept(Messages.toPeer("again", NodeId.of(99), NOW))))
                .isInstanceOf(Acceptance.Stored.class);
    }

    @Test
    void aQuarterIsKeptForTheOtherDirection() throws Exception {
        reopen(new OutboxLimits(8, 1 << 20, 8, Duration.ofSeconds(40)));
        for (int i = 0; i < 6; i++) {
            assertThat(get(outbox.accept(from("sender" + i)))).isInstanceOf(Acceptance.Stored.class);
        }

        assertThat(get(outbox.accept(from("more")))).isEqualTo(new Acceptance.Full());
        assertThat(get(outbox.accept(Messages.toIms("back", NOW)))).isInstanceOf(Acceptance.Stored.class);
    }

    @Test
    void noOneSenderHoldsMoreBytesThanAreLeft() throws Exception {
        reopen(new OutboxLimits(1000, 8L * OutboxLimits.OVERHEAD_BYTES, 8, Duration.ofSeconds(40)));
        for (int node = 1; node <= 3; node++) {
            assertThat(get(outbox.accept(Messages.toPeer("m" + node, NodeId.of(node), NOW))))
                    .isInstanceOf(Acceptance.Stored.class);
        }

        assertThat(get(outbox.accept(Messages.toPeer("m4", NodeId.of(4), NOW)))).isEqualTo(new Acceptance.Full());
        assertThat(get(outbox.accept(from("another")))).isInstanceOf(Acceptance.Stored.class);
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

        List<Entry> due = onLoop(() -> outbox.lease(Direction.TO_PEER, NOW.plusSeconds(9), 2)).stream()
                .map(Lease::entry)
                .toList();

        assertThat(due).extracting(entry -> entry.payload().callId().value()).containsExactly("early", "middle");
    }

    @Test
    void aLaneGoesOnWhenTheMessageBeforeHasEnded() throws Exception {
        // Given two messages to one peer, the first of which is to be tried again later
        Draft first = Messages.toPeer("first", NODE, NOW);
        Draft second = Messages.toPeer("second", NODE, NOW);
        get(outbox.accept(first));
        get(outbox.accept(second));
        Entry leased = lease(Direction.TO_PEER, NOW).getFirst();
        assertThat(leased.draft()).isEqualTo(first);
        defer(leased.with(leased.progress().dueAt(NOW.plusSeconds(9))), Optional.empty());
        assertThat(lease(Direction.TO_PEER, NOW.plusSeconds(8))).isEmpty();
        assertThat(onLoop(() -> outbox.nextDue(Direction.TO_PEER))).contains(NOW.plusSeconds(9));

        // When it ends
        complete(lease(Direction.TO_PEER, NOW.plusSeconds(9)).getFirst(), Optional.empty());

        // Then the second has its turn
        assertThat(lease(Direction.TO_PEER, NOW)).extracting(Entry::draft).containsExactly(second);
    }

    @Test
    void aLanesOrderSurvives() throws Exception {
        List<Draft> drafts = List.of(
                Messages.toPeer("c", NODE, NOW),
                Messages.toPeer("a", NODE, NOW.minusSeconds(1)),
                Messages.toPeer("b", NODE, NOW));
        for (Draft draft : drafts) {
            get(outbox.accept(draft));
        }
        Entry tried = lease(Direction.TO_PEER, NOW).getFirst();
        defer(tried.with(tried.progress().dueAt(NOW.plusSeconds(5))), Optional.empty());

        reopen();

        List<Draft> delivered = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            Entry next = lease(Direction.TO_PEER, NOW.plusSeconds(5)).getFirst();
            delivered.add(next.draft());
            complete(next, Optional.empty());
        }
        assertThat(delivered).isEqualTo(drafts);
    }

    @Test
    void aLaneHasALengthAndOtherLanesHaveRoom() throws Exception {
        reopen(new OutboxLimits(1_000, 1 << 20, 8, Duration.ofSeconds(40)));
        for (int i = 0; i < Lane.MAX_MESSAGES; i++) {
            assertThat(get(outbox.accept(Messages.toPeer("m" + i, NODE, NOW)))).isInstanceOf(Acceptance.Stored.class);
        }

        Acceptance oneMore = get(outbox.accept(Messages.toPeer("more", NODE, NOW)));

        assertThat(oneMore).isEqualTo(new Acceptance.Full());
        assertThat(get(outbox.accept(Messages.toPeer("m1", NODE, NOW)))).isEqualTo(new Acceptance.Duplicate(200));
        assertThat(get(outbox.accept(Messages.toPeer("other", NOW)))).isInstanceOf(Acceptance.Stored.class);
        complete(lease(Direction.TO_PEER, NOW).getFirst(), Optional.empty());
        assertThat(get(outbox.accept(Messages.toPeer("more", NODE, NOW)))).isInstanceOf(Acceptance.Stored.class);
    }

    @Test
    void aDeviceThatLagsHoldsUpNeitherTheOthersNorItsOwnOrder() throws Exception {
        // Given a user's message that one of two devices took
        Party.User user = new Party.User("bob", "p2p.example.net");
        Party.User alice = new Party.User("alice", "ims.example.net");
        NodeId laptop = NodeId.of(1618);
        get(outbox.accept(Messages.toPeer("first", alice, user, NOW)));
        get(outbox.accept(Messages.toPeer("second", alice, user, NOW)));
        Entry first = lease(Direction.TO_PEER, NOW).getFirst();
        Progress halfWay = new Progress(1, 0, NOW.plusSeconds(5), false, true, List.of(laptop));
        defer(first.with(halfWay), Optional.empty());

        // When the second has its turn
        List<Lease> second = onLoop(() -> outbox.lease(Direction.TO_PEER, NOW, 9));

        // Then it leaves the laptop out, and waits there for the first to end
        assertThat(second).extracting(Lease::behind).containsExactly(Set.of(laptop));
        defer(second.getFirst().entry().with(new Progress(1, 0, NOW, false, true, List.of(laptop))), Optional.empty());
        assertThat(lease(Direction.TO_PEER, NOW)).isEmpty();
        Entry again = lease(Direction.TO_PEER, NOW.plusSeconds(5)).getFirst();
        assertThat(again.draft()).isEqualTo(first.draft());
        assertThat(lease(Direction.TO_PEER, NOW.plusSeconds(5))).isEmpty();
        complete(again, Optional.empty());
        assertThat(onLoop(() -> outbox.lease(Direction.TO_PEER, NOW, 9)))
                .singleElement()
                .satisfies(lease -> assertThat(lease.behind()).isEmpty());
    }

    @Test
    void noTargetTakesMoreThanItsShare() throws Exception {
        reopen(new OutboxLimits(100, 1 << 20, 2, Duration.ofSeconds(40)));
        for (String sender : List.of("a", "b", "c", "d")) {
            Party.User from = new Party.User(sender, "ims.example.net");
            get(outbox.accept(Messages.toPeer("from-" + sender, from, new Party.Node(NODE), NOW)));
        }
        get(outbox.accept(Messages.toPeer("elsewhere", NOW)));

        List<Entry> due = lease(Direction.TO_PEER, NOW);

        assertThat(names(due)).containsExactly("from-a", "from-b", "elsewhere");
        complete(due.getFirst(), Optional.empty());
        assertThat(names(lease(Direction.TO_PEER, NOW))).containsExactly("from-c");
        complete(due.get(1), Optional.empty());
        assertThat(names(lease(Direction.TO_PEER, NOW))).containsExactly("from-d");
    }

    @Test
    void noSenderTakesMoreThanItsShare() throws Exception {
        reopen(new OutboxLimits(100, 1 << 20, 2, Duration.ofSeconds(40)));
        for (int node = 1; node <= 4; node++) {
            get(outbox.accept(Messages.toPeer("to-" + node, NodeId.of(node), NOW)));
        }
        Party.User other = new Party.User("other", "ims.example.net");
        get(outbox.accept(Messages.toPeer("other", other, new Party.Node(NodeId.of(1)), NOW)));

        List<Entry> due = lease(Direction.TO_PEER, NOW);

        assertThat(names(due)).containsExactly("to-1", "to-2", "other");
        Entry back = due.get(1);
        defer(back.with(back.progress().dueAt(NOW.plusSeconds(9))), Optional.empty());
        assertThat(names(lease(Direction.TO_PEER, NOW))).containsExactly("to-3");
    }

    @Test
    void whoIsThereAgainNeedNotWait() throws Exception {
        get(outbox.accept(Messages.toIms("a", NOW)));
        Entry entry = lease(Direction.TO_IMS, NOW).getFirst();
        defer(entry.with(entry.progress().dueAt(NOW.plusSeconds(60))), Optional.empty());
        hurry("sip:bob@ims.example.net");
        assertThat(lease(Direction.TO_IMS, NOW)).isEmpty();

        hurry(entry.payload().lane().recipient());

        assertThat(lease(Direction.TO_IMS, NOW)).extracting(Entry::draft).containsExactly(entry.draft());
    }

    @Test
    void aReportIsWrittenWithTheProgressAndNotAgainWithTheEnd() throws Exception {
        Draft draft = Messages.toPeer("a", NOW);
        get(outbox.accept(draft));
        Entry entry = lease(Direction.TO_PEER, NOW).getFirst();
        Draft report = Messages.noticeToIms("r", draft.key(), NOW);

        Optional<Entry> early = defer(entry, Optional.of(report));
        Completion end = complete(lease(Direction.TO_PEER, NOW).getFirst(), Optional.of(report));

        assertThat(early).map(Entry::draft).contains(report);
        assertThat(end).isEqualTo(new Completion(true, Optional.empty()));
        reopen();
        assertThat(lease(Direction.TO_IMS, NOW)).extracting(Entry::draft).containsExactly(report);
        assertThat(outbox.pending()).isEqualTo(1);
    }

    @Test
    void whatExpiredBehindAnExpiredOneIsForlorn() throws Exception {
        get(outbox.accept(Messages.toPeer("first", NODE, NOW)));
        get(outbox.accept(Messages.toPeer("second", NODE, NOW)));
        Instant over = NOW.plus(Messages.LIFETIME).plusSeconds(1);
        Lease first = onLoop(() -> outbox.lease(Direction.TO_PEER, over, 9)).getFirst();
        assertThat(first.forlorn()).isFalse();

        get(onLoop(() -> outbox.complete(first.entry(), Ending.EXPIRED, over, Optional.empty())));

        assertThat(onLoop(() -> outbox.lease(Direction.TO_PEER, over, 9)))
                .singleElement()
                .satisfies(lease -> assertThat(lease.forlorn()).isTrue());
    }

    private static Draft from(String sender) {
        return Messages.toPeer(sender, new Party.User(sender, "ims.example.net"), new Party.Node(NODE), NOW);
    }

    private static List<String> names(List<Entry> entries) {
        return entries.stream().map(entry -> entry.payload().callId().value()).toList();
    }

    private Optional<Entry> defer(Entry entry, Optional<Draft> report) throws Exception {
        return get(onLoop(() -> outbox.defer(entry, report)));
    }

    private void hurry(String recipient) throws Exception {
        onLoop(() -> {
            outbox.hurry(Direction.TO_IMS, recipient, NOW);
            return true;
        });
    }

    private List<Entry> lease(Direction direction, Instant now) throws Exception {
        return onLoop(() -> outbox.lease(direction, now, 100)).stream()
                .map(Lease::entry)
                .toList();
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
