package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.revoke.Revocation;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.enrollment.revoke.RevocationRequest;
import io.pigw.enrollment.revoke.RevocationResult;
import io.pigw.enrollment.revoke.Revocations;
import io.pigw.enrollment.revoke.Selector;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.store.StoreConfig;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Taking certificates back: which, why, and what is on record of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevocationTest {

    private static final AuditActor OPERATOR = new AuditActor(AuditActor.Kind.OPERATOR, "7/ops@p2p.example.net");

    private TestEnrollment enrollment;
    private int nodes;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        enrollment = new TestEnrollment(directory, store(directory), 64);
    }

    /** Of an empty database. */
    StoreConfig store(Path directory) {
        return TestEnrollment.derby(directory);
    }

    @AfterAll
    void stop() {
        enrollment.close();
    }

    @Test
    void aNodeLosesAllItsLivingCertificatesAndNobodyElse() throws Exception {
        NodeIdentity first = enroll("anna", "anna");
        NodeIdentity second = again("anna", first);
        NodeIdentity other = enroll("anna", "anna");

        RevocationResult result = revoke(new Selector.Node(first.certificate().id()), RevocationReason.KEY_COMPROMISE);

        assertThat(changed(result))
                .extracting(Revocation::serial)
                .containsExactlyInAnyOrder(serial(first), serial(second));
        assertThat(changed(result)).extracting(Revocation::actor).containsOnly("operator:7/ops@p2p.example.net");
        assertThat(revocations().isRevoked(serial(first))).isTrue();
        assertThat(revocations().isRevoked(serial(second))).isTrue();
        assertThat(revocations().isRevoked(serial(other))).isFalse();
    }

    @Test
    void aUserNameLosesTheCertificatesThatBearIt() throws Exception {
        NodeIdentity both = enroll("bert", "bert", "bertram");
        NodeIdentity one = enroll("bert", "bert");

        RevocationResult result = revoke(
                new Selector.User(new Party.User("bertram", TestEnrollment.OVERLAY)),
                RevocationReason.AFFILIATION_CHANGED);

        assertThat(changed(result)).extracting(Revocation::serial).containsExactly(serial(both));
        assertThat(revocations().isRevoked(serial(one))).isFalse();
    }

    @Test
    void anAccountLosesAll() throws Exception {
        NodeIdentity one = enroll("cleo", "cleo");
        NodeIdentity other = enroll("cleo", "cleo2");

        RevocationResult result = revoke(new Selector.Account("cleo"), RevocationReason.PRIVILEGE_WITHDRAWN);

        assertThat(changed(result))
                .extracting(Revocation::serial)
                .containsExactlyInAnyOrder(serial(one), serial(other));
    }

    @ParameterizedTest
    @CsvSource({
        "UNSPECIFIED, UNSPECIFIED, false",
        "UNSPECIFIED, SUPERSEDED, false",
        "SUPERSEDED, CERTIFICATE_HOLD, false",
        "SUPERSEDED, KEY_COMPROMISE, true",
        "KEY_COMPROMISE, SUPERSEDED, false",
        "CERTIFICATE_HOLD, CESSATION_OF_OPERATION, true",
        "CERTIFICATE_HOLD, CERTIFICATE_HOLD, false",
    })
    void theFirstDecisionStaysButForAGraverOne(RevocationReason first, RevocationReason then, boolean changes)
            throws Exception {
        Selector selector = new Selector.Serial(serial(enroll("dora", "dora")));
        Instant at = changed(revoke(selector, first)).getFirst().revokedAt();

        RevocationResult again = revoke(selector, then);

        assertThat(changed(again)).hasSize(changes ? 1 : 0);
        Revocation onRecord =
                revocations().find(((Selector.Serial) selector).serial()).orElseThrow();
        assertThat(onRecord.reason()).isEqualTo(changes ? then : first);
        assertThat(onRecord.revokedAt()).isEqualTo(Instant.ofEpochMilli(at.toEpochMilli()));
    }

    @Test
    void aHoldCanBeLiftedAndNothingElse() throws Exception {
        NodeIdentity node = enroll("emil", "emil");
        Selector selector = new Selector.Node(node.certificate().id());
        revoke(selector, RevocationReason.CERTIFICATE_HOLD);

        RevocationResult lifted = revocations().unhold(selector, OPERATOR);

        assertThat(changed(lifted)).hasSize(1);
        assertThat(revocations().isRevoked(serial(node))).isFalse();
        assertThat(revocations().find(serial(node))).isEmpty();
        assertThat(revocations().unhold(selector, OPERATOR)).isInstanceOf(RevocationResult.NotFound.class);
        revoke(selector, RevocationReason.SUPERSEDED);
        assertThat(revocations().unhold(selector, OPERATOR))
                .isInstanceOfSatisfying(
                        RevocationResult.Refused.class,
                        refused -> assertThat(refused.reason()).contains("superseded", "enroll the node anew"));
        assertThat(revocations().isRevoked(serial(node))).isTrue();
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        for (Selector selector : List.of(
                new Selector.Serial(BigInteger.TEN),
                new Selector.Node(NodeId.of(12_345)),
                new Selector.User(new Party.User("nobody", TestEnrollment.OVERLAY)),
                new Selector.Account("nobody"))) {
            assertThat(revoke(selector, RevocationReason.UNSPECIFIED))
                    .isInstanceOfSatisfying(
                            RevocationResult.NotFound.class,
                            missing -> assertThat(missing.reason()).contains(selector.toString()));
        }
    }

    @Test
    void nothingIsInvalidSinceTomorrow() throws Exception {
        Selector selector = new Selector.Serial(serial(enroll("fritz", "fritz")));

        assertThatThrownBy(() -> revocations()
                        .revoke(new RevocationRequest(
                                selector,
                                RevocationReason.KEY_COMPROMISE,
                                enrollment.clock.instant().plus(Duration.ofDays(1)),
                                OPERATOR)))
                .hasMessageContaining("still to come");
    }

    @Test
    void isKnownAfterARestart() throws Exception {
        NodeIdentity node = enroll("greta", "greta");
        revoke(new Selector.Serial(serial(node)), RevocationReason.CESSATION_OF_OPERATION);

        enrollment.restart();

        assertThat(revocations().isRevoked(serial(node))).isTrue();
        assertThat(revocations().list(0, 10)).extracting(Revocation::serial).contains(serial(node));
    }

    private Revocations revocations() {
        return enrollment.server().revocations();
    }

    private RevocationResult revoke(Selector selector, RevocationReason reason) throws InterruptedException {
        return revocations().revoke(new RevocationRequest(selector, reason, null, OPERATOR));
    }

    private static List<Revocation> changed(RevocationResult result) {
        assertThat(result).isInstanceOf(RevocationResult.Done.class);
        return ((RevocationResult.Done) result).changed();
    }

    private NodeIdentity enroll(String account, String... users) throws Exception {
        return enroll(TokenRequest.fixed(account, Role.PEER, NodeId.of(1_000 + nodes++), List.of(users)));
    }

    /** Another certificate of the same node. */
    private NodeIdentity again(String account, NodeIdentity node) throws Exception {
        return enroll(TokenRequest.fixed(account, Role.PEER, node.certificate().id(), List.of(account)));
    }

    private NodeIdentity enroll(TokenRequest request) throws Exception {
        try (EstClient client = enrollment.client()) {
            return client.enroll(enrollment.server().issueToken(request));
        }
    }

    private static BigInteger serial(NodeIdentity node) {
        return node.chain().getFirst().getSerialNumber();
    }
}
