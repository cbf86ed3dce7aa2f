package io.pigw.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.testing.TestClock;
import io.pigw.runtime.testing.TestPki;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RenewedIdentityTest {

    private static final Duration LIFE = Duration.ofMinutes(1);

    private final TestClock clock = TestClock.atPresent();
    private final TestNodes nodes = new TestNodes(clock);
    private final RecordedLinks peerLinks = new RecordedLinks();
    private final RecordedLinks keptLinks = new RecordedLinks();
    private final RecordedLinks cspLinks = new RecordedLinks();

    @AfterEach
    void closeNodes() {
        nodes.close();
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void twentyRenewalsUnderLoadLoseNothing(TlsProvider provider) {
        EndpointOptions options = EndpointOptions.DEFAULTS.withTls(provider);
        P2psipEndpoint peer = nodes.open(nodes.pki.issue(Role.PEER, 586), TestNodes.ANYBODY, options);
        P2psipEndpoint csp = nodes.open(nodes.pki.issue(Role.CSP, 512), TestNodes.ANYBODY, options);
        peer.onLink(peerLinks);
        csp.onLink(cspLinks);
        Load load = new Load(nodes, peer, csp);
        KeptLink kept = peer.keep(load.at(), keptLinks);
        await().until(kept::isUp);
        load.start();
        List<TlsContexts> before = new ArrayList<>();

        for (int round = 0; round < 20; round++) {
            int answered = load.answered();
            if (round % 3 != 1) {
                before.add(onLoop(peer, peer::tls));
                TestNodes.await(peer.renew(nodes.pki.issue(Role.PEER, 586)));
            }
            if (round % 3 != 0) {
                before.add(onLoop(csp, csp::tls));
                TestNodes.await(csp.renew(nodes.pki.issue(Role.CSP, 512)));
            }
            NodeCertificate renewed = peer.certificate();
            await().until(() -> onLoop(csp, csp::linkedNodes).contains(renewed));
            await().until(() -> load.answered() > answered + 100);
        }
        load.stop();

        assertThat(load.failures()).isEmpty();
        await().untilAsserted(() -> assertThat(load.missing()).isEmpty());
        assertThat(load.doubled()).isEmpty();
        assertThat(peerLinks.events).containsExactly("opened 512");
        assertThat(cspLinks.events).containsExactly("opened 586");
        assertThat(keptLinks.events).containsExactly("opened 512");
        await().until(() -> onLoop(peer, () -> peer.renewal().outdated()) == 0);
        // The last link that the CSP accepted may still show its certificate of before.
        TestNodes.await(peer.renew(nodes.pki.issue(Role.PEER, 586)));
        await().until(() -> before.stream().allMatch(TlsContexts::isReleased));
    }

    @Test
    void whoDialledSeesTheNewCertificateBeforeTheOldOneEnds() {
        P2psipEndpoint peer = nodes.open(shortLived(Role.PEER, 586));
        P2psipEndpoint csp = nodes.open(shortLived(Role.CSP, 512));
        peer.onLink(peerLinks);
        Load load = new Load(nodes, peer, csp);
        KeptLink kept = peer.keep(load.at(), keptLinks);
        await().until(kept::isUp);
        load.start();

        for (int life = 0; life < 5; life++) {
            clock.advance(Duration.ofSeconds(42));
            TestNodes.await(csp.renew(shortLived(Role.CSP, 512)));
            TestNodes.await(peer.renew(shortLived(Role.PEER, 586)));
            clock.advance(Duration.ofSeconds(10));
            NodeCertificate renewed = csp.certificate();
            await().until(() -> onLoop(peer, () -> {
                peer.renewal().look();
                return peer.linkedNodes().contains(renewed) && peer.renewal().isIdle();
            }));
        }
        load.stop();

        assertThat(load.failures()).isEmpty();
        assertThat(peerLinks.events).containsExactly("opened 512");
        assertThat(keptLinks.events).containsExactly("opened 512");
        assertThat(nodes.environment.metrics().scrape()).doesNotContain("pigw_links_refused_total{");
    }

    @Test
    void aLinkThatCannotBeReplacedStaysAndIsTriedAgain() {
        P2psipEndpoint peer = nodes.open(nodes.pki.issue(Role.PEER, 586));
        P2psipEndpoint csp = nodes.open(
                nodes.pki.issue(Role.CSP, 512), TestNodes.ANYBODY, EndpointOptions.DEFAULTS.withLinkLimits(1, 1_024));
        NodeContact at = nodes.serve(csp);
        peer.onLink(peerLinks);
        nodes.link(peer, at);

        TestNodes.await(peer.renew(nodes.pki.issue(Role.PEER, 586)));

        await().until(() -> nodes.refused("too_many_links") > 0);
        assertThat(nodes.ask(peer, at)).isInstanceOf(Outcome.Answered.class);
        assertThat(onLoop(peer, () -> peer.renewal().outdated())).isEqualTo(1);
        assertThat(peerLinks.events).containsExactly("opened 512");
    }

    @Test
    void aLinkIsReplacedOnlyOnceItsRequestsHaveEnded() {
        P2psipEndpoint peer = nodes.open(nodes.pki.issue(Role.PEER, 586));
        P2psipEndpoint csp = nodes.open(nodes.pki.issue(Role.CSP, 512));
        BlockingQueue<Inbound> asked = new LinkedBlockingQueue<>();
        NodeContact at = nodes.serve(csp, TestNodes.ANY_PORT, asked::add);
        peer.onRequest(asked::add);
        nodes.link(peer, at);
        CompletableFuture<Outcome> there = new CompletableFuture<>();
        CompletableFuture<Outcome> back = new CompletableFuture<>();
        peer.request(at, nodes.question(), TestNodes.SOON, there::complete);
        csp.requestOverLink(NodeId.of(586), nodes.question(), TestNodes.SOON, back::complete);
        await().until(() -> asked.size() == 2);

        TestNodes.await(peer.renew(nodes.pki.issue(Role.PEER, 586)));
        await().until(() -> onLoop(csp, csp::linkedNodes).contains(peer.certificate()));
        assertThat(nodes.count("pigw_links_closed_total")).isZero();
        asked.forEach(TestNodes::answer);

        assertThat(TestNodes.await(there)).isInstanceOf(Outcome.Answered.class);
        assertThat(TestNodes.await(back)).isInstanceOf(Outcome.Answered.class);
        await().until(() -> nodes.count("pigw_links_closed_total") == 2);
        assertThat(onLoop(csp, csp::linkedNodes)).containsExactly(peer.certificate());
    }

    @Test
    void anotherNodesIdentityIsRefused() {
        P2psipEndpoint peer = nodes.open(nodes.pki.issue(Role.PEER, 586));

        for (NodeIdentity other : List.of(
                nodes.pki.issue(Role.PEER, 587),
                nodes.pki.issue(Role.CSP, 586),
                TestPki.create().issue(Role.PEER, 586),
                TestPki.create("other.example.net").issue(Role.PEER, 586))) {
            assertThatThrownBy(() -> peer.renew(other)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private NodeIdentity shortLived(Role role, long id) {
        Instant now = clock.instant();
        return nodes.pki
                .certificate(role, NodeId.of(id))
                .valid(now.minusSeconds(1), now.plus(LIFE))
                .issue();
    }

    private static <T> T onLoop(P2psipEndpoint endpoint, Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        endpoint.loop().execute(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException failed) {
                answer.completeExceptionally(failed);
            }
        });
        return TestNodes.await(answer);
    }
}
