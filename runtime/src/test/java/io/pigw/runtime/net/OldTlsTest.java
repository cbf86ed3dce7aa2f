package io.pigw.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.ProtocolVersion;
import io.pigw.runtime.identity.NodeIdentity;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The overlay speaks TLS 1.3 alone: who offers TLS 1.2 and nothing else, with a good certificate, is told so by an alert. */
class OldTlsTest {

    private static final String OLD = "TLSv1.2";
    private static final String ALERT = "protocol_version";

    private final TestNodes nodes = new TestNodes();

    @AfterEach
    void closeNodes() {
        nodes.close();
    }

    @ParameterizedTest
    @EnumSource
    void aDiallerIsRefused(TlsProvider tls) throws Exception {
        NodeContact csp = nodes.serve(open(Role.CSP, 512, tls));
        NodeIdentity good = nodes.pki.issue(Role.PEER, 586);

        assertThatThrownBy(() -> RawClient.ofVersion(OLD, csp.address(), good, ProtocolVersion.ALPN))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining(ALERT);

        await().untilAsserted(() -> assertThat(nodes.refused("tls_failed")).isEqualTo(1));
        try (RawClient newer = new RawClient(csp.address(), good, ProtocolVersion.ALPN)) {
            newer.send("P2PSIP Dance\r\nTransaction: 00000000000000ab\r\n\r\n");
            assertThat(newer.readText("00000000000000ab")).startsWith("P2PSIP/2.0 501 ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoIsDialledIsRefused(TlsProvider tls) throws Exception {
        P2psipEndpoint peer = open(Role.PEER, 586, tls);
        try (SSLServerSocket old = listen(nodes.pki.issue(Role.CSP, 512));
                var accepting = Executors.newSingleThreadExecutor()) {
            CompletableFuture<Throwable> handshake =
                    CompletableFuture.supplyAsync(() -> failureOfHandshake(old), accepting);

            Outcome outcome =
                    nodes.ask(peer, new NodeContact(NodeId.of(512), new HostPort("127.0.0.1", old.getLocalPort())));

            assertThat(outcome).isInstanceOf(Outcome.Unreachable.class);
            assertThat(TestNodes.await(handshake)).isInstanceOf(SSLHandshakeException.class);
        }
    }

    private static Throwable failureOfHandshake(SSLServerSocket server) {
        try (SSLSocket accepted = (SSLSocket) server.accept()) {
            accepted.startHandshake();
            return new AssertionError("it ended well");
        } catch (Exception failure) {
            return failure;
        }
    }

    private static SSLServerSocket listen(NodeIdentity identity) throws Exception {
        SSLServerSocket server = (SSLServerSocket) RawClient.context(OLD, identity)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        server.setEnabledProtocols(new String[] {OLD});
        return server;
    }

    private P2psipEndpoint open(Role role, long id, TlsProvider tls) {
        return nodes.open(nodes.pki.issue(role, id), TestNodes.ANYBODY, EndpointOptions.DEFAULTS.withTls(tls));
    }
}
