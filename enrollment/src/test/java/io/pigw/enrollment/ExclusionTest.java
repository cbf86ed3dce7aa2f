package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pigw.enrollment.exclude.ExclusionSettings;
import io.pigw.enrollment.exclude.ExclusionSettings.Mode;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.est.ClientTls;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.est.EstException;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Opinion servers' proposals over real HTTPS: who may, what comes of it, and when it is enough. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExclusionTest {

    private static final int MANY = 1000;

    private ExclusionScene scene;
    private TestEnrollment enrollment;
    private EstClient client;
    private NodeIdentity sos;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        enrollment = new TestEnrollment(directory, store(directory), new ExclusionSettings(Mode.REVOKE, MANY), 32);
        scene = new ExclusionScene(enrollment);
        client = scene.client();
        sos = scene.sos();
    }

    /** Of an empty database. */
    StoreConfig store(Path directory) {
        return TestEnrollment.derby(directory);
    }

    @AfterAll
    void stop() {
        scene.close();
        enrollment.close();
    }

    @Test
    void aPeerIsExcludedAndItsRenewalRefused() throws Exception {
        NodeIdentity peer = scene.peer("alice");
        NodeIdentity other = scene.peer("alice");

        EstClient.Told told = scene.propose(sos, peer.certificate().id());

        assertThat(told.status()).isEqualTo(200);
        assertThat(told.body().toUtf8()).isEqualTo("{\"result\":\"excluded\",\"certificates\":1}\n");
        assertThat(scene.revocation(peer).reason()).isEqualTo(RevocationReason.PRIVILEGE_WITHDRAWN);
        assertThat(scene.isRevoked(other)).isFalse();
        assertThatThrownBy(() -> client.reenroll(peer, client.generateKey())).hasMessageContaining("revoked");
        assertThat(scene.audited(peer)).singleElement().satisfies(entry -> {
            assertThat(entry.path("actor").asText())
                    .isEqualTo("node:" + sos.certificate().id());
            assertThat(entry.path("outcome").asText()).isEqualTo("DONE");
            assertThat(entry.path("details").path("grounds").asText()).isEqualTo("contradiction");
            assertThat(entry.path("details").path("detail").asText()).isEqualTo("says what others deny");
        });
        assertThat(enrollment.environment.metrics().scrape()).contains("pigw_exclusions_total{outcome=\"excluded\"}");
    }

    @Test
    void theSameAgainChangesNothing() throws Exception {
        NodeIdentity peer = scene.peer("bob");
        NodeIdentity held = scene.peer("bob");
        scene.propose(sos, peer.certificate().id());
        scene.revoke(held, RevocationReason.CERTIFICATE_HOLD);

        EstClient.Told again = scene.propose(sos, peer.certificate().id());
        EstClient.Told onHold = scene.propose(sos, held.certificate().id());

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().toUtf8()).contains("\"already\"");
        assertThat(scene.audited(peer)).hasSize(1);
        assertThat(onHold.body().toUtf8()).contains("\"already\"");
        assertThat(scene.revocation(held).isHold()).as("the operator's to lift").isTrue();
    }

    @Test
    void nobodyComesBackByATokenOfBefore() throws Exception {
        NodeIdentity peer = scene.peer("carol");
        String before = enrollment.server().issueToken(TokenRequest.peer("carol"));
        scene.propose(sos, peer.certificate().id());
        String after = enrollment.server().issueToken(TokenRequest.peer("carol"));

        assertThatThrownBy(() -> client.enroll(before)).hasMessageContaining("taken back");
        assertThat(client.enroll(after).certificate().id())
                .isNotEqualTo(peer.certificate().id());
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"PEER", "CLIENT", "CSP", "GATEWAY", "OPERATOR"})
    void nobodyButAnOpinionServerProposes(Role role) throws Exception {
        NodeIdentity peer = scene.node(Role.PEER);
        NodeIdentity proposer = scene.node(role);

        EstException refused = scene.refused(proposer, peer.certificate().id());

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused).hasMessageContaining("opinion servers alone");
        assertThat(scene.isRevoked(peer)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"CSP", "GATEWAY", "SOS", "OPERATOR"})
    void theOperatorsNodesAreNotExcluded(Role role) throws Exception {
        NodeIdentity node = scene.node(role);

        EstException refused = scene.refused(sos, node.certificate().id());

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused).hasMessageContaining("is of role").hasMessageContaining("an operator can revoke it");
        assertThat(scene.isRevoked(node)).isFalse();
        assertThat(enrollment.environment.metrics().scrape()).contains("outcome=\"protected_role\"");
    }

    @Test
    void anOpinionServerWithoutStandingProposesNothing() throws Exception {
        NodeIdentity peer = scene.peer("erin");
        NodeIdentity former = enrollment.enroll("former", Role.SOS);
        NodeIdentity blocked = enrollment.enroll("owing", Role.SOS);
        scene.revoke(former, RevocationReason.CESSATION_OF_OPERATION);
        NodeIdentity olivia = enrollment.enroll("olivia", Role.OPERATOR);
        try (OperatorClient operator = new OperatorClient(enrollment, olivia)) {
            assertThat(operator.post("/accounts/owing/block", "{\"reason\":\"owes\"}")
                            .status())
                    .isEqualTo(200);
        }

        assertThat(scene.refused(former, peer.certificate().id())).hasMessageContaining("revoked");
        assertThat(scene.refused(blocked, peer.certificate().id())).hasMessageContaining("account is blocked");
        assertThat(scene.isRevoked(peer)).isFalse();
    }

    @Test
    void whatIsNoProposalIsRefusedWithTheReason() throws Exception {
        assertThat(scene.refused(sos, NodeId.of(4711))).hasMessageContaining("there is no node 4711");
        assertThat(catchThrowableOfType(EstException.class, () -> client.tell(sos, ExclusionScene.PATH, "{}")))
                .hasMessageContaining("the body has no field node")
                .extracting(EstException::status)
                .isEqualTo(400);
        assertThat(scene.post(ClientTls.of(sos, enrollment.clock), "text/plain", "{}"))
                .isEqualTo(415);
        assertThat(scene.post(ClientTls.of(sos, enrollment.clock), "application/json", " ".repeat(5_000)))
                .isEqualTo(413);
        assertThat(scene.post(enrollment.tls(), "application/json", ExclusionScene.json(NodeId.of(4711))))
                .isEqualTo(403);
    }
}
