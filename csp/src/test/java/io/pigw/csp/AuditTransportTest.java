package io.pigw.csp;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Transport;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.P2psipMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AuditTransportTest {

    private static final NodeContact HOP = new NodeContact(NodeId.of(586), new HostPort("192.0.2.86", 9586));
    private static final NodeContact LIAR = new NodeContact(NodeId.of(587), new HostPort("10.1.2.3", 5060));
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final AuditRequest audit = new AuditRequest(Transaction.mint(new Random(1)), "0".repeat(32), 0);
    private final List<NodeContact> reached = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AuditTransport pings = new AuditTransport(
            new Ring(),
            (_, task) -> {
                task.run();
                return () -> {};
            },
            HOP::equals,
            asked::incrementAndGet);

    @Test
    void asksAHopThatMayBeAsked() {
        pings.request(HOP, audit, TIMEOUT, outcomes::add);

        assertThat(reached).containsExactly(HOP);
        assertThat(asked).hasValue(1);
    }

    @Test
    void takesWhoSignedAnAddressThatIsNotDialledForSilent() {
        pings.request(LIAR, audit, TIMEOUT, outcomes::add);

        assertThat(reached).isEmpty();
        assertThat(asked).hasValue(0);
        assertThat(outcomes)
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Unreachable.class,
                        unreachable -> assertThat(unreachable.isOverload()).isFalse());
    }

    @Test
    void leavesEverythingElseToTheRing() {
        ChordMessage.Ping ping = new ChordMessage.Ping(Transaction.mint(new Random(2)));

        pings.request(LIAR, ping, TIMEOUT, outcomes::add);
        pings.send(LIAR, ping);

        assertThat(reached).containsExactly(LIAR, LIAR);
        assertThat(asked).hasValue(0);
    }

    private final class Ring implements Transport {

        @Override
        public void send(NodeContact to, P2psipMessage message) {
            reached.add(to);
        }

        @Override
        public void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
            reached.add(to);
        }
    }
}
