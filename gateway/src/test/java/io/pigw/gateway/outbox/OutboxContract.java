package io.pigw.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every outbox keeps, whatever it stores in. */
abstract class OutboxContract extends OutboxLaneContract {

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

        get(onLoop(() -> outbox.complete(first.entry(), Ending.EXPIRED, "late", over, Optional.empty())));

        assertThat(onLoop(() -> outbox.lease(Direction.TO_PEER, over, 9)))
                .singleElement()
                .satisfies(lease -> assertThat(lease.forlorn()).isTrue());
    }
}
