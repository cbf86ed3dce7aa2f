package io.pigw.peer.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CspChoiceTest {

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void turnsToTheAntiClockwiseNearestFirst() {
        assertThat(ids(choice(586))).containsExactly(512L, 100L, 1536L);
        assertThat(ids(choice(1618))).containsExactly(1536L, 512L, 100L);
        assertThat(ids(choice(50))).containsExactly(1536L, 512L, 100L);
    }

    @Test
    void putsTheOneThatFailedLastForAWhile() {
        CspChoice choice = choice(586);

        choice.failed(NodeId.of(512));

        assertThat(ids(choice)).containsExactly(100L, 1536L, 512L);
        now = now.plus(CspChoice.HOLD_DOWN).plus(Duration.ofMillis(1));
        assertThat(ids(choice)).containsExactly(512L, 100L, 1536L);
    }

    @Test
    void trustsTheOneThatAnsweredAgain() {
        CspChoice choice = choice(586);

        choice.failed(NodeId.of(512));
        choice.worked(NodeId.of(512));

        assertThat(choice.first().id()).isEqualTo(NodeId.of(512));
    }

    private CspChoice choice(long peer) {
        return new CspChoice(new Ring(11), NodeId.of(peer), List.of(csp(1536), csp(100), csp(512)), () -> now);
    }

    private static NodeContact csp(long id) {
        return new NodeContact(NodeId.of(id), new HostPort("127.0.0.1", 9_000 + (int) id));
    }

    private static List<Long> ids(CspChoice choice) {
        return choice.inOrder().stream().map(csp -> csp.id().low()).toList();
    }
}
