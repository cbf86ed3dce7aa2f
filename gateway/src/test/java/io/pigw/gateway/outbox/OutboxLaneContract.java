package io.pigw.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** In which order an outbox gives out what is due, and how much of it to whom. */
abstract class OutboxLaneContract extends DeadLetterContract {

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
}
