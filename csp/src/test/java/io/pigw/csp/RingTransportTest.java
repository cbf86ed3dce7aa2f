package io.pigw.csp;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Transport;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.P2psipMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RingTransportTest {

    private static final NodeId GATEWAY = NodeId.of(260);
    private static final HostPort LIARS_PORT = new HostPort("192.0.2.66", 9666);
    private static final NodeContact MEMBER = new NodeContact(NodeId.of(586), new HostPort("192.0.2.86", 9586));
    private static final NodeContact OPERATORS = new NodeContact(NodeId.of(587), new HostPort("10.1.2.3", 22));
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final ChordMessage.Ping ping = new ChordMessage.Ping(Transaction.mint(new Random(1)));
    private final List<NodeContact> overAnyLink = new ArrayList<>();
    private final List<NodeContact> dialled = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final RingTransport ring = new RingTransport(
            new Links(),
            (_, task) -> {
                task.run();
                return () -> {};
            },
            (to, _, _, _) -> dialled.add(to),
            GATEWAY::equals,
            OPERATORS::equals);

    @Test
    void dialsAGatewayWhereItIsSaidToBeAsIfNobodyHeldTheId() {
        // Given a member that names the gateway's ID to see whether that makes a difference
        NodeContact guess = new NodeContact(GATEWAY, LIARS_PORT);

        // When the ring asks there
        ring.request(guess, ping, TIMEOUT, outcomes::add);

        // Then it is dialled there, and not asked over the link that the gateway has
        assertThat(dialled).containsExactly(guess);
        assertThat(overAnyLink).isEmpty();
        assertThat(outcomes).isEmpty();
    }

    @Test
    void dialsNobodyAtTheOperatorsAddresses() {
        ring.request(OPERATORS, ping, TIMEOUT, outcomes::add);
        ring.send(OPERATORS, ping);

        assertThat(dialled).isEmpty();
        assertThat(overAnyLink).isEmpty();
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Unreachable.class);
    }

    @Test
    void reachesMembers() {
        ring.request(MEMBER, ping, TIMEOUT, outcomes::add);
        ring.send(MEMBER, ping);

        assertThat(overAnyLink).containsExactly(MEMBER, MEMBER);
    }

    @Test
    void sendsAGatewayNothing() {
        ring.send(new NodeContact(GATEWAY, LIARS_PORT), ping);

        assertThat(overAnyLink).isEmpty();
    }

    private final class Links implements Transport {

        @Override
        public void send(NodeContact to, P2psipMessage message) {
            overAnyLink.add(to);
        }

        @Override
        public void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
            overAnyLink.add(to);
        }
    }
}
