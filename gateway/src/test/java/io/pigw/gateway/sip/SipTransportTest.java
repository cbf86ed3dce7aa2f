package io.pigw.gateway.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sockets and threads of the transport. */
final class SipTransportTest {

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
