package io.pigw.csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.csp.relay.PeerRelayOptions.OutOfRange;
import io.pigw.overlay.chord.JoinOutcome;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ArcProof;
import io.pigw.p2psip.message.ChordMessage.ArcProofAnswer;
import io.pigw.p2psip.message.ChordMessage.ArcProofRequest;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.OverlayConfig;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.TestClock;
import io.pigw.runtime.testing.TestPki;
import io.pigw.runtime.trace.MessageTrace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proofs of arcs by a CSP over real links, with peers that the tests play. */
class ArcProofTest {

    private static final int BITS = 11;
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final TestPki pki = TestPki.create();
    private final TestClock clock = TestClock.atPresent();
    private final Environment environment = Environment.create(2, clock);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        environment.close();
    }

    @Test
    void provesToAPeerWhereItsArcBeginsAndToNobodyElse() throws Exception {
        // Given: a gateway's ID lies in the arc, and so does that of a peer that was not admitted
        Csp csp = csp();
        TestGateway gateway = keep(new TestGateway(environment, pki.issue(Role.GATEWAY, 800), csp.contact()));
        await().atMost(SOON).until(gateway::isConnected);
        TestPeer first = joined(csp, 586);
        TestPeer second = joined(csp, 900);
        TestPeer stranger = keep(new TestPeer(environment, pki.issue(Role.PEER, 700), BITS));
        assertThat(TestPeer.status(ask(csp, second)).code()).isEqualTo(503);
        clock.advance(Duration.ofMinutes(2));

        // When
        ArcProof proof = proof(ask(csp, second));
        Status refused = TestPeer.status(ask(csp, stranger));
        Status hidden = TestPeer.status(gateway.request(request()));

        // Then
        assertThat(proof.csp()).isEqualTo(NodeId.of(512));
        assertThat(proof.node()).isEqualTo(second.id());
        assertThat(proof.begin()).isEqualTo(first.id());
        assertThat(isSigned(second, proof)).isTrue();
        assertThat(proof(ask(csp, first)).begin()).isEqualTo(NodeId.of(512));
        assertThat(List.of(refused.code(), hidden.code())).containsOnly(403);
        assertThat(environment.metrics().count("pigw_csp_arc_proofs_total", "outcome", "given"))
                .isEqualTo(2);
        assertThat(environment.metrics().count("pigw_csp_arc_proofs_total", "outcome", "not_admitted"))
                .isEqualTo(1);
    }

    @Test
    void aPeerThatIsGoneIsInNobodysWayAWhileLater() throws Exception {
        Csp csp = csp();
        TestPeer first = joined(csp, 586);
        TestPeer second = joined(csp, 900);
        clock.advance(Duration.ofMinutes(2));
        assertThat(proof(ask(csp, second)).begin()).isEqualTo(first.id());

        open.remove(first);
        first.close();

        await().atMost(SOON).untilAsserted(() -> {
            clock.advance(Duration.ofSeconds(31));
            assertThat(proof(ask(csp, second)).begin()).isEqualTo(NodeId.of(512));
        });
    }

    @Test
    void afterARestartItProvesByItsTable() throws Exception {
        // Given
        Csp csp = csp();
        TestPeer first = joined(csp, 586);
        TestPeer second = joined(csp, 900);
        open.remove(csp);
        csp.close();

        // When
        Csp restarted = csp();
        assertThat(TestPeer.status(ask(restarted, second)).code()).isEqualTo(503);
        clock.advance(Duration.ofMinutes(2));

        // Then
        assertThat(proof(ask(restarted, second)).begin()).isEqualTo(first.id());
    }

    private boolean isSigned(TestPeer by, ArcProof proof) {
        Verifier verifier = by.endpoint.ports().verifier();
        return verifier.check(proof.identity().certificate()) instanceof Verifier.Verdict.Valid(NodeCertificate csp)
                && csp.role() == Role.CSP
                && verifier.verify(
                        csp,
                        SignedContent.arcProof(
                                TestPki.OVERLAY, proof.csp(), proof.node(), proof.begin(), proof.issuedAt()),
                        proof.identity().signature());
    }

    private Outcome ask(Csp csp, TestPeer peer) throws Exception {
        return peer.ask(csp.contact(), request());
    }

    private ArcProofRequest request() {
        return new ArcProofRequest(Transaction.mint(environment.random()));
    }

    private static ArcProof proof(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        Outcome.Answered answered = (Outcome.Answered) outcome;
        assertThat(answered.answer()).isInstanceOf(ArcProofAnswer.class);
        return ((ArcProofAnswer) answered.answer()).proof();
    }

    private TestPeer joined(Csp csp, long id) throws Exception {
        TestPeer peer = keep(new TestPeer(environment, pki.issue(Role.PEER, id), BITS));
        assertThat(peer.join(csp.contact())).isInstanceOf(JoinOutcome.Joined.class);
        return peer;
    }

    private Csp csp() {
        CspConfig config = new CspConfig(
                new IdentityConfig(directory, directory, directory),
                new HostPort("127.0.0.1", 0),
                null,
                new OverlayConfig(TestPki.OVERLAY, BITS),
                List.of(),
                List.of(),
                new StoreConfig(directory.resolve("db")),
                new PingConfig(3, Duration.ofMillis(500), Duration.ofSeconds(60)),
                LocateMode.PING,
                OutOfRange.REDIRECT,
                List.of(),
                LimitsConfig.DEFAULT,
                null);
        return keep(Csp.start(config, pki.issue(Role.CSP, 512), environment, MessageTrace.NONE));
    }

    private <T extends AutoCloseable> T keep(T resource) {
        open.push(resource);
        return resource;
    }
}
