package io.pigw.gateway.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How connections are kept, limited and found again. */
final class ConnectionsTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Loops loops = Loops.open(2);
    private final CountingMetrics metrics = new CountingMetrics();
    private final List<PendingAnswer> waiting = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void answersPings() throws Exception {
        try (SipTransport transport = open(ConnectionRules.DEFAULT);
                Socket client = new Socket(LOOPBACK, transport.local().port())) {
            client.setSoTimeout(10_000);
            client.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(client.getInputStream().readNBytes(2)).containsExactly('\r', '\n');
        }
    }

    @Test
    void pingsWhereItDialledAndNotWhereItAccepted() throws Exception {
        ConnectionRules chatty = ConnectionRules.DEFAULT.withKeepAlive(Optional.of(Duration.ofMillis(200)));
        try (SipTransport transport = open(chatty);
                ServerSocket core = new ServerSocket(0, 8, LOOPBACK);
                Socket silent = new Socket(LOOPBACK, transport.local().port())) {
            silent.setSoTimeout(10);
            send(transport, core, "ping");

            try (Socket accepted = core.accept();
                    RawTcp server = new RawTcp(accepted)) {
                server.receive();
                for (int i = 0; i < 3; i++) {
                    assertThat(accepted.getInputStream().readNBytes(4)).containsExactly('\r', '\n', '\r', '\n');
                    server.send("\r\n");
                }
                assertThat(silent.getInputStream().available()).isZero();
            }
        }
    }

    @Test
    void closesWhoNeverEndsAMessageHoweverBusy() throws Exception {
        try (SipTransport transport = open(ConnectionRules.DEFAULT.withMessageTimeout(Duration.ofMillis(400)));
                RawTcp loris = new RawTcp(transport.local().port())) {
            Thread drops = Thread.startVirtualThread(() -> drip(loris));

            assertThat(loris.isClosedByPeer()).isTrue();

            drops.join();
            assertThat(metrics.of(SipMetrics.CONNECTIONS, "framing_lost")).isEqualTo(1);
        }
    }

    /** A byte every 50 ms, for ever. */
    private static void drip(RawTcp loris) {
        try {
            loris.send("MESSAGE sip:586@p2p.example.net SIP/2.0\r\nX: ");
            for (int i = 0; i < 400; i++) {
                loris.send("x");
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        } catch (UncheckedIOException closed) {
            // as it should be
        }
    }

    @Test
    void givesOneStrangerAFewPlacesOnly() throws Exception {
        try (SipTransport transport = open(ConnectionRules.DEFAULT.withPlaces(2, 1, 1));
                RawTcp _ = new RawTcp(transport.local().port());
                RawTcp _ = new RawTcp(transport.local().port())) {
            await().until(() -> metrics.of(SipMetrics.CONNECTIONS, "accepted") == 2);

            try (RawTcp third = new RawTcp(transport.local().port())) {
                assertThat(third.isClosedByPeer()).isTrue();
            }

            assertThat(metrics.of(SipMetrics.CONNECTIONS, "address_full")).isEqualTo(1);
        }
    }

    @Test
    void givesTheCorePlacesThatStrangersCannotTake() throws Exception {
        ConnectionRules rules =
                ConnectionRules.DEFAULT.withPlaces(1, 2, 1).trusting(address -> address.isLoopbackAddress());
        try (SipTransport transport = open(rules);
                RawTcp _ = new RawTcp(transport.local().port());
                RawTcp _ = new RawTcp(transport.local().port())) {
            await().until(() -> metrics.of(SipMetrics.CONNECTIONS, "accepted") == 2);

            try (RawTcp third = new RawTcp(transport.local().port())) {
                assertThat(third.isClosedByPeer()).isTrue();
            }

            assertThat(metrics.of(SipMetrics.CONNECTIONS, "trusted_full")).isEqualTo(1);
        }
    }

    @Test
    void dialsTheCoreWhileStrangersHaveAllTheirPlaces() throws Exception {
        try (SipTransport transport = open(ConnectionRules.DEFAULT.withPlaces(1, 1, 1));
                ServerSocket core = new ServerSocket(0, 8, LOOPBACK);
                RawTcp _ = new RawTcp(transport.local().port())) {
            await().until(() -> metrics.of(SipMetrics.CONNECTIONS, "accepted") == 1);

            send(transport, core, "dial");

            try (RawTcp server = new RawTcp(core.accept())) {
                assertThat(server.receiveText()).contains("z9hG4bKdial");
            }
        }
    }

    @Test
    void answersOverTheConnectionOfTheRequest() throws Exception {
        try (SipTransport transport = open(ConnectionRules.DEFAULT);
                ServerSocket listening = new ServerSocket(0, 8, LOOPBACK);
                RawTcp client = new RawTcp(transport.local().port())) {
            client.send(Texts.message("TCP", listening.getLocalPort(), "same", "", "x"));
            await().until(() -> waiting.size() == 1);

            waiting.getFirst().send(Status.of(200, "OK"));

            assertThat(client.receiveText()).startsWith("SIP/2.0 200 OK\r\n");
            assertThat(metrics.of(SipMetrics.CONNECTIONS, "dialled")).isZero();
        }
    }

    @Test
    void answersAtThePortOfTheViaWhenTheConnectionIsGone() throws Exception {
        try (SipTransport transport = open(ConnectionRules.DEFAULT);
                ServerSocket listening = new ServerSocket(0, 8, LOOPBACK)) {
            try (RawTcp client = new RawTcp(transport.local().port())) {
                client.send(Texts.message("TCP", listening.getLocalPort(), "gone", "", "x"));
                await().until(() -> waiting.size() == 1);
            }
            await().until(() -> metrics.gauge(SipMetrics.OPEN_CONNECTIONS) == 0);

            waiting.getFirst().send(Status.of(200, "OK"));

            try (RawTcp again = new RawTcp(listening.accept())) {
                assertThat(again.receiveText())
                        .startsWith("SIP/2.0 200 OK\r\n")
                        .contains("branch=z9hG4bKgone")
                        .contains("received=127.0.0.1");
            }
            assertThat(metrics.of(SipMetrics.CONNECTIONS, "answered_elsewhere")).isEqualTo(1);
        }
    }

    @Test
    void givesUpAnAnswerThatNobodyWaitsFor() throws Exception {
        int nobody;
        try (ServerSocket closed = new ServerSocket(0, 8, LOOPBACK)) {
            nobody = closed.getLocalPort();
        }
        try (SipTransport transport = open(ConnectionRules.DEFAULT)) {
            try (RawTcp client = new RawTcp(transport.local().port())) {
                client.send(Texts.message("TCP", nobody, "nobody", "", "x"));
                await().until(() -> waiting.size() == 1);
            }
            await().until(() -> metrics.gauge(SipMetrics.OPEN_CONNECTIONS) == 0);

            waiting.getFirst().send(Status.of(200, "OK"));

            await().until(() -> metrics.gauge(SipMetrics.OPEN_CONNECTIONS) == 0);
            try (RawTcp next = new RawTcp(transport.local().port())) {
                next.send(Texts.message("TCP", next.port(), "next", "", "x"));
                await().until(() -> waiting.size() == 2);
                waiting.get(1).send(Status.of(200, "OK"));
                assertThat(next.receiveText()).startsWith("SIP/2.0 200 OK\r\n");
            }
        }
    }

    @Test
    void ignoresKeepAlivesOverUdp() throws Exception {
        try (SipTransport transport = open(ConnectionRules.DEFAULT);
                RawUdp udp = new RawUdp(transport.local().port())) {
            udp.send("\r\n\r\n");
            udp.send("\r\n");
            udp.send(new byte[] {0});
            udp.send(new byte[0]);
            udp.send(Texts.message("UDP", udp.port(), "after", "", "x"));
            await().until(() -> waiting.size() == 1);
            waiting.getFirst().send(Status.of(200, "OK"));

            assertThat(udp.receiveText()).startsWith("SIP/2.0 200 OK\r\n");
            assertThat(metrics.total(SipMetrics.DROPPED)).isZero();
            assertThat(metrics.total(SipMetrics.REFUSED)).isZero();
        }
    }

    private void send(SipTransport transport, ServerSocket core, String branch) throws Exception {
        InetSocketAddress hop = new InetSocketAddress(LOOPBACK, core.getLocalPort());
        transport.send(Transports.options(transport, hop, "TCP", "", branch), new Transports.Fate());
    }

    private SipTransport open(ConnectionRules rules) {
        SipTransport transport = Transports.open(
                SipTransportConfig.of(new HostPort("127.0.0.1", 0), Optional.empty())
                        .withConnections(rules),
                loops,
                metrics);
        transport.onRequest(request -> request.open().ifPresent(waiting::add));
        return transport;
    }
}
