package io.pigw.gateway.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.util.NetUtil;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Sockets and threads of the transport. */
final class SipTransportTest {

    private static final InetAddress LOOPBACK_6 = NetUtil.createInetAddressFromIpAddressString("::1");

    private final Loops loops = Loops.open(2);
    private final CountingMetrics metrics = new CountingMetrics();

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void bindsUdpAndTcpToOnePortAndGivesItBack() throws Exception {
        int port;
        try (SipTransport first = open(0, SipLimits.DEFAULT, ConnectionRules.DEFAULT)) {
            port = first.local().port();
            assertThat(port).isPositive();
            assertThat(first.advertised()).isEqualTo(new HostPort("127.0.0.1", port));
            assertThatThrownBy(() -> open(port, SipLimits.DEFAULT, ConnectionRules.DEFAULT))
                    .isInstanceOf(IOException.class);
        }

        try (SipTransport again = open(port, SipLimits.DEFAULT, ConnectionRules.DEFAULT)) {
            assertThat(again.local().port()).isEqualTo(port);
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        for (int i = 0; i < 3; i++) {
            open(0, SipLimits.DEFAULT, ConnectionRules.DEFAULT).close();
        }

        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(thread -> thread.getThreadGroup() == null
                        ? ""
                        : thread.getThreadGroup().getName())
                .doesNotContain("sip-stack"));
    }

    @Test
    void asksForPatienceUntilSomebodyServes() throws Exception {
        try (SipTransport transport = open(0, SipLimits.DEFAULT, ConnectionRules.DEFAULT);
                RawUdp udp = new RawUdp(transport.local().port())) {
            udp.send(Texts.message("UDP", udp.port(), "early", "", "x"));

            assertThat(udp.receiveText()).startsWith("SIP/2.0 503 ").contains("Retry-After: 1\r\n");
        }
    }

    @Test
    void speaksIpv6() throws Exception {
        SipTransportConfig config = SipTransportConfig.of(new HostPort("::1", 0), Optional.empty());
        try (SipTransport transport = SipTransport.open(config, loops, metrics);
                DatagramSocket client = new DatagramSocket(new InetSocketAddress(LOOPBACK_6, 0))) {
            transport.onRequest(request -> request.open()
                    .orElseThrow()
                    .send(Status.of(200, request.source().toString())));
            byte[] request = Texts.message("UDP", client.getLocalPort(), "six", "", "x")
                    .replace("127.0.0.1:", "[::1]:")
                    .getBytes(StandardCharsets.UTF_8);
            client.send(new DatagramPacket(
                    request, request.length, LOOPBACK_6, transport.local().port()));
            client.setSoTimeout(10_000);
            DatagramPacket answer = new DatagramPacket(new byte[2_000], 2_000);

            client.receive(answer);

            assertThat(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8))
                    .startsWith("SIP/2.0 200 [::1]:" + client.getLocalPort() + "\r\n");
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer", e);
        } catch (IOException e) {
            Assumptions.abort("no IPv6 loopback here: " + e.getMessage());
        }
    }

    @Test
    void closesASilentConnection() throws Exception {
        try (SipTransport transport =
                        open(0, SipLimits.DEFAULT, ConnectionRules.DEFAULT.withIdleTimeout(Duration.ofSeconds(1)));
                RawTcp tcp = new RawTcp(transport.local().port())) {
            assertThat(tcp.isClosedByPeer()).isTrue();
        }
        assertThat(metrics.of(SipMetrics.CONNECTIONS, "idle")).isEqualTo(1);
    }

    @Test
    void hasALimitOfConnections() throws Exception {
        SipLimits one = new SipLimits(8_192, 8_192, 100, 64, 64, 1, 1 << 16);
        try (SipTransport transport = open(0, one, ConnectionRules.DEFAULT)) {
            int port = transport.local().port();
            try (RawTcp _ = new RawTcp(port)) {
                await().until(() -> metrics.of(SipMetrics.CONNECTIONS, "accepted") == 1);
                try (RawTcp second = new RawTcp(port)) {
                    assertThat(second.isClosedByPeer()).isTrue();
                }
            }

            await().until(() -> {
                try (RawTcp _ = new RawTcp(port)) {
                    await().until(() -> metrics.of(SipMetrics.CONNECTIONS, "accepted") == 2
                            || metrics.of(SipMetrics.CONNECTIONS, "full") > 1);
                }
                return metrics.of(SipMetrics.CONNECTIONS, "accepted") == 2;
            });
        }
    }

    @Test
    void wantsAnAdvertisedHostForAWildcardAddress() {
        assertThatThrownBy(() -> SipTransportConfig.of(new HostPort("0.0.0.0", 5060), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("advertisedHost");
    }

    private SipTransport open(int port, SipLimits limits, ConnectionRules rules) throws IOException {
        SipTransportConfig config =
                new SipTransportConfig(new HostPort("127.0.0.1", port), Optional.empty(), limits, rules, 1_000);
        return SipTransport.open(config, loops, metrics);
    }
}
