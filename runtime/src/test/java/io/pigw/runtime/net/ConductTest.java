package io.pigw.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.identity.NodeIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who misbehaves is cut off and comes back later, each time later than before; who stands behind the same address does not notice. */
class ConductTest {

    private final TestNodes nodes = new TestNodes();
    private final MockTicker ticker = Ticker.newMockTicker();
    private final P2psipEndpoint csp = P2psipEndpoint.open(
            nodes.environment,
            nodes.environment.loops().next(),
            nodes.pki.issue(Role.CSP, 512),
            TestNodes.ANYBODY,
            EndpointOptions.DEFAULTS,
            ticker);
    private final NodeContact at = nodes.serve(csp);
    private final NodeIdentity bad = nodes.pki.issue(Role.PEER, 586);

    @AfterEach
    void close() {
        csp.close();
        nodes.close();
    }

    @Test
    void bytesThatBreakTheProtocolShutOutTheNodeAndNobodyElse() throws Exception {
        // Given
        P2psipEndpoint neighbour = nodes.open(nodes.pki.issue(Role.PEER, 587));
        P2psipEndpoint sameNode = nodes.open(bad);
        assertThat(nodes.ask(neighbour, at)).isInstanceOf(Outcome.Answered.class);

        for (Duration out : List.of(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(40))) {
            // When
            sendGarbage(bad);

            // Then
            ticker.advance(out.minusMillis(1).toNanos(), TimeUnit.NANOSECONDS);
            double refused = nodes.refused("cooling_down");
            await().untilAsserted(() -> {
                assertThat(nodes.ask(sameNode, at)).isInstanceOf(Outcome.Unreachable.class);
                assertThat(nodes.refused("cooling_down")).isGreaterThan(refused);
            });
            assertThat(nodes.ask(csp, new NodeContact(NodeId.of(586), new HostPort("127.0.0.1", 9))))
                    .as("it is not dialled either")
                    .isEqualTo(new Outcome.Unreachable("cooling_down"));
            assertThat(nodes.ask(neighbour, at)).isInstanceOf(Outcome.Answered.class);

            ticker.advance(1, TimeUnit.MILLISECONDS);
            getsALink(sameNode);
        }
        P2psipEndpoint newcomer = nodes.open(nodes.pki.issue(Role.PEER, 588));
        assertThat(nodes.ask(newcomer, at)).isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void whatIsProvenOfANodeClosesItsLinksAndAWhileOfGoodConductIsForgiven() {
        // Given
        P2psipEndpoint peer = nodes.open(bad);
        RecordedLinks links = new RecordedLinks();
        csp.onLink(links);
        assertThat(nodes.ask(peer, at)).isInstanceOf(Outcome.Answered.class);

        // When
        csp.misbehaved(bad.certificate(), "ping_bad_signature");
        csp.misbehaved(bad.certificate(), "ping_bad_signature");

        // Then: it counts once, however much was on its way
        await().untilAsserted(() -> assertThat(links.events).contains("closed 586 misbehaved: ping_bad_signature"));
        ticker.advance(10, TimeUnit.SECONDS);
        getsALink(peer);

        // When
        ticker.advance(11, TimeUnit.MINUTES);
        csp.misbehaved(bad.certificate(), "ping_bad_signature");
        await().untilAsserted(() -> assertThat(links.events)
                .filteredOn("closed 586 misbehaved: ping_bad_signature"::equals)
                .hasSize(2));

        // Then
        ticker.advance(10, TimeUnit.SECONDS);
        getsALink(peer);
    }

    @Test
    void theOperatorsNodesLoseTheLinkAlone() throws IOException, GeneralSecurityException {
        NodeIdentity other = nodes.pki.issue(Role.CSP, 1024);

        sendGarbage(other);

        assertThat(nodes.ask(nodes.open(other), at)).isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void aTableOfLimitedSizeAndTimesThatEnd() {
        Conduct conduct = new Conduct(ticker, (_, _) -> {}, new LinkMetrics(nodes.environment.metrics()));
        for (int i = 0; i <= Conduct.MAX_NODES; i++) {
            conduct.misbehaved(certificate(1_000 + i), "test", csp.loop());
        }
        assertThat(conduct.isOut(NodeId.of(1_000))).as("made room").isFalse();
        assertThat(conduct.isOut(NodeId.of(1_001))).isTrue();

        for (int times = 0; times < 20; times++) {
            ticker.advance(Conduct.LONGEST.toNanos(), TimeUnit.NANOSECONDS);
            assertThat(conduct.isOut(NodeId.of(1_001))).as("after " + times).isFalse();
            conduct.misbehaved(certificate(1_001), "test", csp.loop());
            assertThat(conduct.isOut(NodeId.of(1_001))).isTrue();
        }
    }

    @Test
    void anAddressIsSlowedAndNeverShutOut() throws Exception {
        Strangers strangers = new Strangers(ticker);
        String four = Strangers.addressOf(new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 1));
        String six = Strangers.addressOf(new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 1));
        assertThat(Strangers.addressOf(new InetSocketAddress(InetAddress.getByName("2001:db8::ffff:2"), 1)))
                .as("one /64")
                .isEqualTo(six);

        for (int i = 0; i < Strangers.FREE_FAILURES; i++) {
            assertThat(strangers.isSlowed(four)).isFalse();
            strangers.failed(four);
        }

        assertThat(strangers.isSlowed(four)).isTrue();
        assertThat(strangers.isSlowed(six)).isFalse();
        for (int i = 0; i < Strangers.MAX_WAITING; i++) {
            assertThat(strangers.mayWait(four)).isTrue();
            strangers.waits(four);
        }
        assertThat(strangers.mayWait(four)).isFalse();
        strangers.endWaiting(four);
        assertThat(strangers.mayWait(four)).isTrue();
        ticker.advance(2, TimeUnit.SECONDS);
        assertThat(strangers.isSlowed(four)).isFalse();
    }

    /** After many failed handshakes an honest node behind the same address gets its link a little later. */
    @Test
    void whoComesFromASlowedAddressGetsItsLinkAllTheSame() throws Exception {
        double failed = nodes.refused("tls_failed");
        for (int i = 0; i < Strangers.FREE_FAILURES; i++) {
            try (Socket socket = new Socket(at.address().host(), at.address().port())) {
                socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            } catch (SocketException reset) {
                // as good as closed
            }
        }

        await().until(() -> nodes.refused("tls_failed") == failed + Strangers.FREE_FAILURES);

        assertThat(nodes.ask(nodes.open(bad), at)).isInstanceOf(Outcome.Answered.class);
        assertThat(nodes.count("pigw_links_slowed_total")).isEqualTo(1);
    }

    /** Its last link may be about to end: whoever dials knows of his own handshake's end alone. */
    private void getsALink(P2psipEndpoint node) {
        await().untilAsserted(() -> assertThat(nodes.ask(node, at)).isInstanceOf(Outcome.Answered.class));
    }

    private void sendGarbage(NodeIdentity as) throws IOException, GeneralSecurityException {
        double before = nodes.count("pigw_misbehaviour_total", "what", "decode_error");
        try (RawClient client = new RawClient(at.address(), as, "p2psip/2")) {
            client.send("no message\r\n\r\n");
            client.readAll();
        }
        await().untilAsserted(() -> assertThat(nodes.count("pigw_misbehaviour_total", "what", "decode_error"))
                .isEqualTo(before + 1));
    }

    private NodeCertificate certificate(long id) {
        NodeCertificate like = bad.certificate();
        return new NodeCertificate(
                NodeId.of(id), like.overlay(), like.role(), like.users(), like.der(), like.sha256(), like.notAfter());
    }
}
