package io.pigw.overlay.csp;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Signer;
import io.pigw.overlay.port.Transport;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ArcProof;
import io.pigw.p2psip.message.ChordMessage.ArcProofAnswer;
import io.pigw.p2psip.message.ChordMessage.ArcProofRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CSP 512 of three in a ring of 2^11, whose arc ends before 1024. */
class ArcProverTest {

    private static final String OVERLAY = "p2p.example.net";
    private static final Ring RING = new Ring(11);
    private static final NodeContact SELF = contact(512);
    private static final NodeContact NEXT = contact(1024);
    private static final NodeContact LAST = contact(1536);
    private static final NodeId GATEWAY = NodeId.of(550);

    private final CspTable csps = new CspTable(RING, List.of(NEXT, LAST));
    private final Set<NodeId> admitted = new HashSet<>();
    private final List<String> refusals = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int signatures;

    @Test
    void theArcBeginsAtTheNearestPeerBeforeThatIsAlive() {
        ArcProver prover = settled();
        admit(prover, 560, 580, 700);

        ArcProof proof = proof(prover, 600);

        assertThat(proof.csp()).isEqualTo(SELF.id());
        assertThat(proof.node()).isEqualTo(NodeId.of(600));
        assertThat(proof.begin()).isEqualTo(NodeId.of(580));
        assertThat(proof.issuedAt()).isEqualTo(now);
        assertThat(proof.identity().signature())
                .isEqualTo(signature(
                        SignedContent.arcProof(OVERLAY, SELF.id(), proof.node(), proof.begin(), proof.issuedAt())));
    }

    @Test
    void itBeginsAtTheCspWhereNobodyIsBefore() {
        ArcProver prover = settled();
        admit(prover, 700);

        assertThat(proof(prover, 600).begin()).isEqualTo(SELF.id());
    }

    @Test
    void whoWasNotHeardForFourMinutesCountsNoMore() {
        ArcProver prover = settled();
        admit(prover, 560, 580);
        pass(Duration.ofSeconds(200));
        prover.heard(NodeId.of(560));
        pass(Duration.ofSeconds(39));
        assertThat(proof(prover, 600).begin()).isEqualTo(NodeId.of(580));

        pass(Duration.ofSeconds(2));

        assertThat(proof(prover, 600).begin()).isEqualTo(NodeId.of(560));
    }

    @Test
    void whoseLastLinkWasLostCountsForAMinuteAndAnOpenLinkAloneSaysNothing() {
        ArcProver prover = up();
        prover.linkGained(NodeId.of(560));
        prover.linkGained(NodeId.of(580));
        admit(prover, 560, 580);
        pass(Duration.ofMinutes(2));
        prover.heard(NodeId.of(580));
        prover.linkLost(NodeId.of(560), true);
        pass(Duration.ofSeconds(121));
        assertThat(proof(prover, 570).begin()).isEqualTo(SELF.id());
        assertThat(proof(prover, 600).begin()).isEqualTo(NodeId.of(580));

        prover.linkLost(NodeId.of(580), false);

        pass(Duration.ofSeconds(59));
        assertThat(proof(prover, 600).begin()).isEqualTo(NodeId.of(580));
        pass(Duration.ofSeconds(2));
        assertThat(proof(prover, 600).begin()).isEqualTo(SELF.id());
    }

    @Test
    void nobodyElseThatHasALinkIsInAnArcsWay() {
        ArcProver prover = settled();
        prover.linkGained(GATEWAY);
        prover.linkGained(NodeId.of(590));
        prover.heard(GATEWAY);
        pass(Duration.ofMinutes(2));

        assertThat(proof(prover, 600).begin()).isEqualTo(SELF.id());
        prover.linkLost(GATEWAY, false);
        pass(Duration.ofSeconds(20));
        assertThat(proof(prover, 600).begin()).isEqualTo(SELF.id());
    }

    @Test
    void anArcThatPassesZeroIsFollowedBack() {
        csps.up(NEXT.id());
        csps.up(LAST.id());
        ArcProver prover = prover(LAST, List.of());
        pass(Duration.ofMinutes(3));
        admit(prover, 2040);

        admitted.add(NodeId.of(10));
        P2psipMessage answer = ask(prover, certificate(10, Role.PEER));

        assertThat(answer).isInstanceOf(ArcProofAnswer.class);
        assertThat(((ArcProofAnswer) answer).proof().begin()).isEqualTo(NodeId.of(2040));
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, names = "PEER", mode = EnumSource.Mode.EXCLUDE)
    void nobodyButPeersGetsOne(Role role) {
        ArcProver prover = settled();
        admitted.add(GATEWAY);

        assertThat(code(ask(prover, certificate(550, role)))).isEqualTo(403);
        assertThat(refusals).containsExactly("role");
    }

    @Test
    void aPeerThatWasNotAdmittedGetsNone() {
        ArcProver prover = settled();

        assertThat(code(ask(prover, certificate(600, Role.PEER)))).isEqualTo(403);
        assertThat(refusals).containsExactly("not_admitted");
    }

    @Test
    void aPeerOfAnotherArcIsSentThere() {
        ArcProver prover = settled();
        admitted.add(NodeId.of(1100));

        P2psipMessage answer = ask(prover, certificate(1100, Role.PEER));

        assertThat(code(answer)).isEqualTo(302);
        assertThat(((Response) answer).contact()).isEqualTo(NEXT.id());
    }

    @Test
    void aCspThatBeginsWithNothingWaitsTwoMinutes() {
        ArcProver prover = up();
        admit(prover, 580, 600);

        P2psipMessage answer = ask(prover, certificate(600, Role.PEER));

        assertThat(code(answer)).isEqualTo(503);
        assertThat(((Response) answer).retryAfterSeconds()).isBetween(119, 121);
        pass(Duration.ofSeconds(119));
        assertThat(code(ask(prover, certificate(600, Role.PEER)))).isEqualTo(503);
        pass(Duration.ofSeconds(1));
        assertThat(proof(prover, 600).begin()).isEqualTo(NodeId.of(580));
    }

    @Test
    void aCspThatKnowsItsPeersCountsThemAsHeardAndWaitsForTheOthers() {
        csps.up(NEXT.id());
        csps.up(LAST.id());
        admitted.add(NodeId.of(580));
        ArcProver prover = prover(SELF, List.of(NodeId.of(580)));
        admitted.add(NodeId.of(600));
        assertThat(code(ask(prover, certificate(600, Role.PEER)))).isEqualTo(503);

        pass(Duration.ofMinutes(2));

        assertThat(proof(prover, 600).begin()).isEqualTo(NodeId.of(580));
    }

    @Test
    void aCspThatWasCutOffFromAllOthersWaitsAsIfItBegan() {
        ArcProver prover = settled();
        csps.down(NEXT.id());
        prover.cspLost(NEXT.id());
        pass(Duration.ofMinutes(20));

        csps.up(NEXT.id());
        prover.cspGained(NEXT.id());

        admitted.add(NodeId.of(600));
        assertThat(code(ask(prover, certificate(600, Role.PEER)))).isEqualTo(503);
        pass(Duration.ofMinutes(2));
        assertThat(proof(prover, 600).begin()).isEqualTo(SELF.id());
    }

    @Test
    void aCspToWhichNobodyWasLinkedWaitsAsIfItBegan() {
        ArcProver prover = settled();
        prover.linkGained(NodeId.of(600));

        admitted.add(NodeId.of(600));
        assertThat(code(ask(prover, certificate(600, Role.PEER)))).isEqualTo(503);
        pass(Duration.ofMinutes(2));
        assertThat(proof(prover, 600).begin()).isEqualTo(SELF.id());
    }

    @Test
    void anArcThatIsInheritedIsProvenTwoMinutesLater() {
        ArcProver prover = settled();
        csps.down(NEXT.id());
        prover.cspLost(NEXT.id());
        admit(prover, 600, 1100, 1200);
        assertThat(code(ask(prover, certificate(1200, Role.PEER)))).isEqualTo(503);
        assertThat(proof(prover, 600).begin()).isEqualTo(SELF.id());

        // When: it comes and goes meanwhile
        pass(Duration.ofSeconds(100));
        csps.up(NEXT.id());
        prover.cspGained(NEXT.id());
        csps.down(NEXT.id());
        prover.cspLost(NEXT.id());
        prover.heard(NodeId.of(1100));
        pass(Duration.ofSeconds(100));

        // Then
        assertThat(code(ask(prover, certificate(1200, Role.PEER)))).isEqualTo(503);
        prover.heard(NodeId.of(1100));
        pass(Duration.ofSeconds(20));
        assertThat(proof(prover, 1200).begin()).isEqualTo(NodeId.of(1100));
    }

    @Test
    void whatSaysTheSameIsNotSignedTwiceInTenSeconds() {
        ArcProver prover = settled();
        ArcProof first = proof(prover, 600);
        pass(Duration.ofSeconds(9));

        assertThat(proof(prover, 600)).isEqualTo(first);
        assertThat(signatures).isEqualTo(1);
        admit(prover, 580);
        assertThat(proof(prover, 600).begin()).isEqualTo(NodeId.of(580));
        pass(Duration.ofSeconds(10));
        assertThat(proof(prover, 600).issuedAt()).isEqualTo(now);
        assertThat(signatures).isEqualTo(3);
    }

    private ArcProver up() {
        csps.up(NEXT.id());
        csps.up(LAST.id());
        return prover(SELF, List.of());
    }

    private ArcProver settled() {
        ArcProver prover = up();
        pass(Duration.ofMinutes(2));
        return prover;
    }

    private void admit(ArcProver prover, long... peers) {
        Arrays.stream(peers).mapToObj(NodeId::of).forEach(peer -> {
            admitted.add(peer);
            prover.heard(peer);
        });
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private ArcProof proof(ArcProver prover, long peer) {
        admitted.add(NodeId.of(peer));
        P2psipMessage answer = ask(prover, certificate(peer, Role.PEER));
        assertThat(answer).isInstanceOf(ArcProofAnswer.class);
        return ((ArcProofAnswer) answer).proof();
    }

    private static int code(P2psipMessage answer) {
        return ((Response) answer).status().code();
    }

    private P2psipMessage ask(ArcProver prover, NodeCertificate from) {
        List<P2psipMessage> answers = new ArrayList<>();
        ArcProofRequest request = new ArcProofRequest(new Transaction(1));
        prover.onRequest(new Inbound(from, SELF.address(), request, answers::add), request);
        assertThat(answers).hasSize(1);
        return answers.getFirst();
    }

    private ArcProver prover(NodeContact self, List<NodeId> known) {
        CspTable others = self.equals(SELF) ? csps : new CspTable(RING, List.of(SELF, NEXT));
        others.up(NEXT.id());
        others.up(SELF.id());
        Transport nowhere = new Transport() {
            @Override
            public void send(NodeContact to, P2psipMessage message) {}

            @Override
            public void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {}
        };
        Signer signer = new Signer() {
            @Override
            public NodeCertificate certificate() {
                return ArcProverTest.certificate(512, Role.CSP);
            }

            @Override
            public Bytes sign(Bytes content) {
                signatures++;
                return signature(content);
            }
        };
        Verifier verifier = new Verifier() {
            @Override
            public Verdict check(Bytes der) {
                return new Verdict.Invalid("not asked");
            }

            @Override
            public boolean verify(NodeCertificate by, Bytes content, Bytes signature) {
                return false;
            }
        };
        NodePorts ports = new NodePorts(nowhere, (delay, task) -> () -> {}, () -> now, new Random(1), signer, verifier);
        LocalNode local = new LocalNode(self, RING, OVERLAY);
        return new ArcProver(local, ports, others, admitted::contains, known, new ArcProofEvents() {
            @Override
            public void notProven(String reason) {
                refusals.add(reason);
            }
        });
    }

    private static Bytes signature(Bytes content) {
        return Bytes.utf8("of " + content.size() + " " + content.toHex().substring(100));
    }

    private static NodeCertificate certificate(long id, Role role) {
        return new NodeCertificate(
                NodeId.of(id), OVERLAY, role, List.of(), Bytes.utf8("der"), Bytes.utf8("hash"), Instant.MAX);
    }

    private static NodeContact contact(long id) {
        return new NodeContact(NodeId.of(id), new HostPort("127.0.0.1", 9000));
    }
}
