package io.pigw.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.handler.ssl.OpenSsl;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.ProtocolVersion;
import io.pigw.runtime.identity.NodeIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes from software that is not ours. */
class StrangerTest {

    private final TestNodes nodes = new TestNodes();

    @AfterEach
    void closeNodes() {
        nodes.close();
    }

    @Test
    void boringSslIsWhatIsTestedAsTheBest() {
        assertThat(OpenSsl.isAvailable()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void whoShowsNoCertificateIsRefused(TlsProvider tls) throws Exception {
        NodeContact csp = serve(tls);

        try (RawClient client = new RawClient(csp.address(), null, ProtocolVersion.ALPN)) {
            assertThatThrownBy(client::readAll).isInstanceOf(IOException.class);
        }

        await().untilAsserted(() -> assertThat(nodes.refused("no_certificate")).isEqualTo(1));
    }

    @ParameterizedTest
    @EnumSource
    void whoSpeaksAnotherProtocolIsRefused(TlsProvider tls) throws Exception {
        NodeContact csp = serve(tls);

        assertThatThrownBy(() -> {
                    try (RawClient client = new RawClient(csp.address(), nodes.pki.issue(Role.PEER, 586), "http/1.1")) {
                        assertThat(client.readAll()).isEmpty();
                        throw new IOException("closed");
                    }
                })
                .isInstanceOf(IOException.class);

        await().untilAsserted(() -> assertThat(nodes.refused("wrong_protocol")).isEqualTo(1));
    }

    @ParameterizedTest
    @EnumSource
    void plainTextIsRefused(TlsProvider tls) throws Exception {
        NodeContact csp = serve(tls);

        try (Socket socket = new Socket(csp.address().host(), csp.address().port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            await().untilAsserted(() -> assertThat(nodes.refused("tls_failed")).isEqualTo(1));
        }
    }

    @Test
    void whoSaysNothingIsDroppedInTime() throws Exception {
        P2psipEndpoint csp = nodes.open(
                nodes.pki.issue(Role.CSP, 512),
                TestNodes.ANYBODY,
                EndpointOptions.DEFAULTS.withConnecting(Duration.ofSeconds(1), Duration.ofMillis(200)));
        NodeContact at = nodes.serve(csp);

        try (Socket socket = new Socket(at.address().host(), at.address().port())) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }

        assertThat(nodes.refused("handshake_timeout")).isEqualTo(1);
    }

    @Test
    void whoStopsWithinAMessageIsDroppedInTime() throws Exception {
        P2psipEndpoint csp = nodes.open(
                nodes.pki.issue(Role.CSP, 512),
                TestNodes.ANYBODY,
                EndpointOptions.DEFAULTS.withMessageTimeout(Duration.ofMillis(200)));
        NodeContact at = nodes.serve(csp);

        try (RawClient slow = new RawClient(at.address(), nodes.pki.issue(Role.PEER, 587), ProtocolVersion.ALPN)) {
            slow.send("P2PSIP Fetch\r\nTransaction: 00");
            assertThat(slow.readAll()).isEmpty();
        }

        assertThat(nodes.count("pigw_messages_unfinished_total")).isEqualTo(1);
    }

    /** Half of them for one address at most. */
    @Test
    void handshakesUnderWayAreLimited() throws Exception {
        P2psipEndpoint csp = nodes.open(
                nodes.pki.issue(Role.CSP, 512), TestNodes.ANYBODY, EndpointOptions.DEFAULTS.withLinkLimits(100, 4));
        NodeContact at = nodes.serve(csp);

        try (Socket first = from("127.0.0.1", at);
                Socket second = from("127.0.0.1", at);
                Socket third = from("127.0.0.1", at)) {
            assertThat(third.getInputStream().read()).isEqualTo(-1);
            assertThat(nodes.refused("too_many_links")).isEqualTo(1);
            try (Socket ofAnother = from("127.0.0.2", at);
                    Socket last = from("127.0.0.2", at);
                    Socket oneMore = from("127.0.0.3", at)) {
                assertThat(oneMore.getInputStream().read()).isEqualTo(-1);
                assertThat(List.of(first, second, ofAnother, last)).allMatch(Socket::isConnected);
            }
        }

        assertThat(nodes.refused("too_many_links")).isEqualTo(2);
    }

    private static Socket from(String address, NodeContact to) throws IOException {
        return new Socket(to.address().host(), to.address().port(), InetAddress.getByName(address), 0);
    }

    @Test
    void linksAreLimited() {
        P2psipEndpoint csp = nodes.open(
                nodes.pki.issue(Role.CSP, 512), TestNodes.ANYBODY, EndpointOptions.DEFAULTS.withLinkLimits(1, 10));
        NodeContact at = nodes.serve(csp);
        P2psipEndpoint one = nodes.open(nodes.pki.issue(Role.PEER, 1));
        P2psipEndpoint two = nodes.open(nodes.pki.issue(Role.PEER, 2));

        Outcome first = nodes.ask(one, at);
        Outcome second = nodes.ask(two, at);

        assertThat(first).isInstanceOf(Outcome.Answered.class);
        assertThat(second).isInstanceOf(Outcome.Unreachable.class);
        assertThat(nodes.refused("too_many_links")).isEqualTo(1);
    }

    @Test
    void oneNodeDoesNotTakeAllLinks() throws Exception {
        P2psipEndpoint csp = nodes.open(
                nodes.pki.issue(Role.CSP, 512),
                TestNodes.ANYBODY,
                EndpointOptions.DEFAULTS.withLinkLimits(LinkPool.MAX_ACCEPTED_OF_NODE + 2, 100));
        NodeContact at = nodes.serve(csp);
        NodeIdentity greedy = nodes.pki.issue(Role.PEER, 587);

        List<RawClient> links = new ArrayList<>();
        try {
            for (int i = 0; i < LinkPool.MAX_ACCEPTED_OF_NODE + 5; i++) {
                links.add(new RawClient(at.address(), greedy, ProtocolVersion.ALPN));
                if (i >= LinkPool.MAX_ACCEPTED_OF_NODE) {
                    // Its eldest link gives way to the new one
                    assertThat(links.get(i - LinkPool.MAX_ACCEPTED_OF_NODE).readAll())
                            .isEmpty();
                }
            }
            // and there is room for others
            assertThat(nodes.ask(nodes.open(nodes.pki.issue(Role.PEER, 586)), at))
                    .isInstanceOf(Outcome.Answered.class);
        } finally {
            for (RawClient link : links) {
                link.close();
            }
        }
    }

    @Test
    void bytesThatBreakTheProtocolCloseTheirOwnLinkAlone() throws Exception {
        P2psipEndpoint csp = nodes.open(nodes.pki.issue(Role.CSP, 512));
        NodeContact at = nodes.serve(csp);
        P2psipEndpoint good = nodes.open(nodes.pki.issue(Role.PEER, 586));
        assertThat(nodes.ask(good, at)).isInstanceOf(Outcome.Answered.class);

        try (RawClient bad = new RawClient(at.address(), nodes.pki.issue(Role.PEER, 587), ProtocolVersion.ALPN)) {
            bad.send("P2PSIP Fetch\r\nContent-Length: nonsense\r\n\r\n");
            assertThat(bad.readAll()).isEmpty();
        }

        assertThat(nodes.environment.metrics().scrape()).contains("pigw_decode_errors_total{rule=");
        assertThat(nodes.ask(good, at)).isInstanceOf(Outcome.Answered.class);
        assertThat(nodes.count("pigw_links_opened_total", "side", "dialled")).isEqualTo(1);
    }

    @Test
    void aMessageCutOffIsCounted() throws Exception {
        NodeContact at = serve(TlsProvider.BEST);

        try (RawClient bad = new RawClient(at.address(), nodes.pki.issue(Role.PEER, 587), ProtocolVersion.ALPN)) {
            bad.send("P2PSIP Fetch\r\nTransaction: 00");
        }

        await().untilAsserted(() -> assertThat(nodes.count("pigw_decode_errors_total", "rule", "truncated"))
                .isEqualTo(1));
    }

    @Test
    void whatNobodyUnderstandsIsAnswered501AndTheLinkLivesOn() throws Exception {
        NodeContact at = serve(TlsProvider.BEST);

        try (RawClient client = new RawClient(at.address(), nodes.pki.issue(Role.PEER, 587), ProtocolVersion.ALPN)) {
            client.send("P2PSIP Dance\r\nTransaction: 00000000000000ab\r\n\r\n");
            client.send("P2PSIP Dance\r\nTransaction: 00000000000000ac\r\n\r\n");
            assertThat(client.readText("00000000000000ac")).startsWith("P2PSIP/2.0 501 ");
        }
    }

    private NodeContact serve(TlsProvider tls) {
        return nodes.serve(
                nodes.open(nodes.pki.issue(Role.CSP, 512), TestNodes.ANYBODY, EndpointOptions.DEFAULTS.withTls(tls)));
    }
}
