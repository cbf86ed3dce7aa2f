package io.pigw.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptLinkTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    private final TestNodes nodes = new TestNodes();
    private final RecordedLinks links = new RecordedLinks();
    private final P2psipEndpoint gateway = nodes.open(
            nodes.pki.issue(Role.GATEWAY, 260),
            PeerPolicy.dialling(Role.CSP),
            EndpointOptions.DEFAULTS
                    .withRedial(SHORT, SHORT.multipliedBy(4))
                    .withKeeping(SHORT, SHORT, Duration.ofSeconds(5)));

    @AfterEach
    void closeNodes() {
        nodes.close();
    }

    @Test
    void itIsDialledAgainAfterALoss() {
        P2psipEndpoint csp = nodes.open(nodes.pki.issue(Role.CSP, 512));
        NodeContact at = nodes.serve(csp);
        KeptLink kept = gateway.keep(at, links);
        await().until(kept::isUp);

        csp.close();
        await().untilAsserted(() ->
                assertThat(links.events).contains("opened 512", "closed 512 closed by the other end", "failed 512"));
        P2psipEndpoint again = nodes.open(nodes.pki.issue(Role.CSP, 512));
        nodes.serve(again, at.address(), TestNodes::answer);

        await().until(kept::isUp);
        assertThat(links.events).filteredOn("opened 512"::equals).hasSize(2);
    }

    @Test
    void itIsDialledUntilSomebodyIsThere() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        NodeContact at = TestNodes.contact(512, new io.pigw.p2psip.HostPort("127.0.0.1", port));
        KeptLink kept = gateway.keep(at, links);
        await().untilAsserted(() -> assertThat(links.events).hasSizeGreaterThan(2));
        assertThat(kept.isUp()).isFalse();

        nodes.serve(nodes.open(nodes.pki.issue(Role.CSP, 512)), at.address(), TestNodes::answer);

        await().until(kept::isUp);
    }

    @Test
    void itIsNeverIdleAndSignsOfLifeGoOverIt() {
        P2psipEndpoint csp = nodes.open(nodes.pki.issue(Role.CSP, 512));
        NodeContact at = nodes.serve(csp);

        KeptLink kept = gateway.keep(at, links);

        await().untilAsserted(() ->
                assertThat(nodes.count("pigw_messages_received_total")).isGreaterThan(20));
        assertThat(kept.isUp()).isTrue();
        assertThat(links.events).containsExactly("opened 512");
    }

    @Test
    void itIsNotDialledOnceClosed() {
        P2psipEndpoint csp = nodes.open(nodes.pki.issue(Role.CSP, 512));
        KeptLink kept = gateway.keep(nodes.serve(csp), links);
        await().until(kept::isUp);

        kept.close();

        await().untilAsserted(
                        () -> assertThat(links.events).containsExactly("opened 512", "closed 512 no longer kept"));
        assertThat(kept.isUp()).isFalse();
    }

    @Test
    void nobodyDialsAnEndpointThatOnlyDials() {
        P2psipEndpoint csp = nodes.open(nodes.pki.issue(Role.CSP, 512));
        NodeContact gatewayAt = nodes.serve(gateway);

        assertThat(nodes.ask(csp, new NodeContact(NodeId.of(260), gatewayAt.address())))
                .isInstanceOf(io.pigw.overlay.port.Outcome.Unreachable.class);
        await().untilAsserted(() -> assertThat(nodes.refused("wrong_role")).isEqualTo(1));
    }
}
