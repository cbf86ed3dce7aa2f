package io.pigw.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How much an outbox holds, and for whom it leaves room. */
abstract class OutboxRoomContract extends OutboxFixture {

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
}
