package io.pigw.csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.csp.relay.PeerRelayOptions.OutOfRange;
import io.pigw.overlay.chord.JoinOutcome;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.OverlayConfig;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.TestPki;
import io.pigw.runtime.trace.MessageTrace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CSP and clients over real links. The clients have parts of a ring member, to try what they may not. */
class CspClientTest {

    private static final int BITS = 11;
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final TestPki pki = TestPki.create();
    private final Environment environment = Environment.create(2);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Csp csp;

    @BeforeEach
    void comeUp() {
        csp = keep(Csp.start(
                new CspConfig(
                        new IdentityConfig(directory, directory, directory),
                        new HostPort("127.0.0.1", 0),
                        null,
                        new OverlayConfig(TestPki.OVERLAY, BITS),
                        List.of(),
                        List.of(),
                        new StoreConfig(directory.resolve("db")),
                        new PingConfig(3, Duration.ofMillis(200), Duration.ofSeconds(60)),
                        LocateMode.PING,
                        OutOfRange.REDIRECT,
                        List.of(),
                        new LimitsConfig(50, 200, 65_536, 4_096, 1_000, 2, 10, 200),
                        null),
                pki.issue(Role.CSP, 512),
                environment,
                MessageTrace.NONE));
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        environment.close();
    }

    @Test
    void isServedInBothDirectionsAsLongAsItsLinkLasts() throws Exception {
        TestGateway gateway = gateway();
        TestPeer client = client(700);
        assertThat(gateway.send(client.id(), "not there yet")).isEqualTo(480);
        assertThat(ask(client, whoServes(client))).isEqualTo(200);

        int delivered = gateway.send(client.id(), "to the client");
        int relayed = ask(client, client.message(new Party.Node(client.id()), "from the client"));
        int spoofed = ask(client, client.message(Party.parse("eve@p2p.example.net"), "spoof"));

        assertThat(List.of(delivered, relayed, spoofed)).containsExactly(200, 200, 403);
        MessageRequest received = client.received.element();
        assertThat(received.via()).containsExactly(csp.contact());
        assertThat(received.contact()).isNull();
        assertThat(gateway.received).extracting(m -> m.body().toUtf8()).containsExactly("from the client");
        assertThat(gateway.fetch("user700@p2p.example.net")).containsExactly(client.id());
        assertThat(csp.status().join().clients()).isEqualTo(1);
        assertThat(csp.status().join().admittedPeers()).isZero();

        client.close();
        await().atMost(SOON).until(() -> csp.status().join().clients() == 0);
        assertThat(gateway.send(client.id(), "gone")).isEqualTo(480);
        assertThat(gateway.fetch("user700@p2p.example.net")).isEmpty();
    }

    @Test
    void isRefusedWhateverIsOfTheRing() throws Exception {
        TestPeer client = client(700);
        NodeContact self = client.contact;
        Map<P2psipMessage, Integer> answers = new LinkedHashMap<>();
        answers.put(new ChordMessage.JoinRequest(fresh(), self), 403);
        answers.put(new ChordMessage.LeaveRequest(fresh(), self, List.of(), List.of()), 403);
        answers.put(new ChordMessage.UpdateRequest(fresh(), self, List.of(), List.of()), 403);
        answers.put(new ChordMessage.RouteQuery(fresh(), csp.id(), 9), 403);
        answers.put(
                new PingRequest(
                        CallId.mint(environment.random()),
                        fresh(),
                        csp.contact(),
                        self.id(),
                        9,
                        null,
                        List.of(),
                        List.of()),
                403);
        answers.put(new NameMessage.Fetch(fresh(), (Party.User) Party.parse("user700@p2p.example.net")), 403);
        answers.put(new TrustMessage.OpinionRequest(fresh(), List.of(List.of(csp.id(), self.id()))), 403);

        for (Map.Entry<P2psipMessage, Integer> row : answers.entrySet()) {
            assertThat(ask(client, row.getKey())).as(row.getKey().toString()).isEqualTo(row.getValue());
        }
        assertThat(client.join(csp.contact())).isInstanceOf(JoinOutcome.Refused.class);
    }

    @Test
    void isNeverTakenForAMemberWhoeverSaysSo() throws Exception {
        TestPeer client = client(700);
        assertThat(ask(client, whoServes(client))).isEqualTo(200);
        TestPeer liar = keep(new TestPeer(environment, pki.issue(Role.PEER, 586), BITS));
        assertThat(liar.join(csp.contact())).isInstanceOf(JoinOutcome.Joined.class);
        await().atMost(SOON).until(() -> csp.status().join().settled());

        Outcome heard = liar.ask(
                csp.contact(),
                new ChordMessage.UpdateRequest(
                        fresh(), liar.contact, List.of(client.contact), List.of(client.contact)));
        await().atMost(SOON).until(() -> csp.status().join().settled());

        assertThat(heard).isInstanceOf(Outcome.Answered.class);
        TestPeer newcomer = keep(new TestPeer(environment, pki.issue(Role.PEER, 900), BITS));
        Outcome place = newcomer.ask(csp.contact(), new ChordMessage.JoinRequest(fresh(), newcomer.contact));
        assertThat(place)
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answered -> assertThat(answered.answer().toString())
                                .contains("586")
                                .doesNotContain(client.contact.toString()));
        assertThat(client.asked).isEmpty();
    }

    @Test
    void findsNoRoomBeyondTheLimitOfItsAddress() throws Exception {
        TestPeer first = client(700);
        TestPeer second = client(701);
        TestPeer third = client(702);

        assertThat(ask(first, whoServes(first))).isEqualTo(200);
        assertThat(ask(second, whoServes(second))).isEqualTo(200);
        assertThat(ask(third, whoServes(third))).isGreaterThan(500);
        assertThat(csp.status().join().clients()).isEqualTo(2);
        assertThat(environment.metrics().count("pigw_csp_clients_total", "outcome", "too_many_clients_of_address"))
                .isPositive();
        first.close();
        await().atMost(SOON).until(() -> ask(third, whoServes(third)) == 200);
        assertThat(ask(second, whoServes(second))).isEqualTo(200);
    }

    private int ask(TestPeer client, P2psipMessage message) throws Exception {
        return TestPeer.status(client.ask(csp.contact(), message)).code();
    }

    private ChordMessage.RouteQuery whoServes(TestPeer client) {
        return new ChordMessage.RouteQuery(fresh(), client.id(), 0);
    }

    private Transaction fresh() {
        return Transaction.mint(environment.random());
    }

    private TestPeer client(long id) {
        return keep(new TestPeer(environment, pki.issue(Role.CLIENT, id, "user" + id + "@" + TestPki.OVERLAY), BITS));
    }

    private TestGateway gateway() {
        TestGateway gateway = keep(new TestGateway(environment, pki.issue(Role.GATEWAY, 260), csp.contact()));
        await().atMost(SOON).until(() -> csp.status().join().gateways() == 1);
        return gateway;
    }

    private <T extends AutoCloseable> T keep(T resource) {
        open.push(resource);
        return resource;
    }
}
