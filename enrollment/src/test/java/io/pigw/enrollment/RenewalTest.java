package io.pigw.enrollment;

import static io.pigw.enrollment.TestIssuer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.TestIssuer.Server;
import io.pigw.enrollment.TestIssuer.Traces;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.ca.Subject;
import io.pigw.enrollment.issue.Outcome;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.enrollment.policy.Rate;
import io.pigw.enrollment.policy.Violation;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.enrollment.revoke.RevocationRequest;
import io.pigw.enrollment.revoke.Selector;
import io.pigw.enrollment.store.CertificateRecord;
import io.pigw.enrollment.store.Filter;
import io.pigw.enrollment.store.NodeRecord;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Party;
import io.pigw.runtime.identity.CertificateReader;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node's next certificate, and what operators see of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenewalTest {

    private TestIssuer issuer;
    private Server server;
    private int accounts;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        issuer = new TestIssuer(directory, store(directory));
        server = issuer.server(PolicySettings.DEFAULT.withRenewAfterPercent(0));
    }

    /** Of an empty database. */
    StoreConfig store(Path directory) {
        return TestEnrollment.derby(directory);
    }

    @AfterAll
    void stop() {
        issuer.close();
    }

    @Test
    void keepsIdRoleAndNamesWhateverTheRequestAsks() throws Exception {
        NodeCertificate old = enroll("keeper", Requests.p256());

        Outcome outcome = server.issuer().renew(old, Requests.wishing(Requests.p256(), "p2psip:42@p2p.example.net"));

        NodeCertificate renewed = leaf(outcome);
        assertThat(renewed.id()).isEqualTo(old.id());
        assertThat(renewed.role()).isEqualTo(Role.PEER);
        assertThat(renewed.users()).containsExactly(new Party.User("keeper", TestIssuer.OVERLAY));
        assertThat(renewed.der()).isNotEqualTo(old.der());
        List<CertificateRecord> history =
                await(issuer.operator.registry().certificates(Filter.ofNode(old.id()), 0, 10, issuer.clock.instant()));
        assertThat(history).hasSize(2);
        assertThat(history.getFirst().replaces()).isEqualTo(history.getLast().serial());
    }

    @Test
    void answersTheSameRequestAgain() throws Exception {
        NodeCertificate old = enroll("repeater", Requests.p256());
        byte[] csr = Requests.good(Requests.p256());
        Outcome first = server.issuer().renew(old, csr);
        Traces before = issuer.traces();

        Outcome second = server.issuer().renew(old, csr);

        assertThat(second).isEqualTo(first);
        assertThat(issuer.traces()).isEqualTo(before);
    }

    @Test
    void takesTheNodesOwnKeyAgain() throws Exception {
        KeyPair pair = Requests.p256();
        NodeCertificate old = enroll("thrifty", pair);

        assertThat(server.issuer().renew(old, Requests.good(pair))).isInstanceOf(Outcome.Enrolled.class);
    }

    @Test
    void renewsAboveAQuotaThatWasLowered() throws Exception {
        NodeCertificate first = enroll("lowered", Requests.p256());
        enroll("lowered", Requests.p256());
        await(issuer.operator.accounts().limit("lowered", 1, 1, 1, AuditActor.SERVER, issuer.clock.instant()));

        assertThat(server.issuer().renew(first, Requests.good(Requests.p256()))).isInstanceOf(Outcome.Enrolled.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "revoked", "account_blocked", "not_on_record", "key_on_record", "key_revoked"})
    void refusesAndLeavesNoTrace(String code) throws Exception {
        String account = "renewer" + ++accounts;
        KeyPair own = Requests.p256();
        NodeCertificate shown = enroll(account, own);
        KeyPair next = Requests.p256();
        switch (code) {
            case "expired" -> issuer.clock.advance(Duration.ofDays(30));
            case "revoked" -> revoke(shown);
            case "account_blocked" ->
                await(issuer.operator.accounts().block(account, "", AuditActor.SERVER, issuer.clock.instant()));
            case "not_on_record" ->
                shown = CertificateReader.read(issuer.authority.issue(issuer.authority.prepare(
                        own.getPublic(), new Subject.Node(shown.id(), shown.role(), shown.users()))));
            case "key_on_record" -> enroll(account + "-2", next);
            case "key_revoked" -> {
                Outcome.Enrolled second =
                        (Outcome.Enrolled) server.enroll(server.token(sameNode(shown, account)), next);
                issuer.revocations.revoke(new RevocationRequest(
                        new Selector.Serial(second.chain().getFirst().getSerialNumber()),
                        RevocationReason.KEY_COMPROMISE,
                        null,
                        AuditActor.SERVER));
            }
            default -> throw new IllegalArgumentException(code);
        }
        byte[] csr = Requests.wishing(next, "p2psip:1@p2p.example.net");
        Traces before = issuer.traces();

        Outcome outcome = server.issuer().renew(shown, csr);

        assertThat(((Outcome.Refused) outcome).violations())
                .extracting(Violation::code)
                .containsExactly(code);
        assertThat(issuer.traces()).isEqualTo(before);
    }

    @Test
    void waitsForAThirdOfTheLife() throws Exception {
        Server usual = issuer.server(PolicySettings.DEFAULT);
        NodeCertificate old = enroll("early", Requests.p256());

        Outcome soon = usual.issuer().renew(old, Requests.good(Requests.p256()));
        issuer.clock.advance(Duration.ofDays(10));
        Outcome later = usual.issuer().renew(old, Requests.good(Requests.p256()));

        assertThat(codes(soon)).containsExactly("too_early");
        assertThat(later).isInstanceOf(Outcome.Enrolled.class);
    }

    @Test
    void answersAnotherRequestForTheSameKeyWithTheSameCertificate() throws Exception {
        NodeCertificate old = enroll("crashed", Requests.p256());
        KeyPair next = Requests.p256();
        Outcome first = server.issuer().renew(old, Requests.good(next));
        issuer.clock.advance(Duration.ofHours(1));
        Traces before = issuer.traces();

        Outcome second = server.issuer().renew(old, Requests.good(next));

        assertThat(second).isEqualTo(first);
        assertThat(issuer.traces()).isEqualTo(before);
    }

    @Test
    void takesBackWhatMayNeverHaveReachedTheNodeAndEndsBranches() throws Exception {
        NodeCertificate old = enroll("brancher", Requests.p256());
        Outcome.Enrolled lost = (Outcome.Enrolled) server.issuer().renew(old, Requests.good(Requests.p256()));

        NodeCertificate next = leaf(server.issuer().renew(old, Requests.good(Requests.p256())));
        Outcome ofTheLost = server.issuer().renew(leaf(lost), Requests.good(Requests.p256()));
        Outcome ofTheNext = server.issuer().renew(next, Requests.good(Requests.p256()));
        Outcome ofTheOld = server.issuer().renew(old, Requests.good(Requests.p256()));

        assertThat(issuer.revocations
                        .find(lost.chain().getFirst().getSerialNumber())
                        .orElseThrow()
                        .reason())
                .isEqualTo(RevocationReason.SUPERSEDED);
        assertThat(codes(ofTheLost)).containsExactly("revoked");
        assertThat(ofTheNext).isInstanceOf(Outcome.Enrolled.class);
        assertThat(codes(ofTheOld)).containsExactly("superseded");
    }

    @Test
    void goesBackToNoCertificateWhoseSuccessorWasTakenBack() throws Exception {
        NodeCertificate old = enroll("returner", Requests.p256());
        Outcome.Enrolled next = (Outcome.Enrolled) server.issuer().renew(old, Requests.good(Requests.p256()));
        issuer.revocations.revoke(new RevocationRequest(
                new Selector.Serial(next.chain().getFirst().getSerialNumber()),
                RevocationReason.KEY_COMPROMISE,
                null,
                AuditActor.SERVER));

        assertThat(codes(server.issuer().renew(old, Requests.good(Requests.p256()))))
                .containsExactly("superseded");
    }

    @Test
    void replacesACertificateFourTimesAtMost() throws Exception {
        NodeCertificate old = enroll("unlucky", Requests.p256());
        for (int i = 0; i < 4; i++) {
            assertThat(server.issuer().renew(old, Requests.good(Requests.p256())))
                    .isInstanceOf(Outcome.Enrolled.class);
        }

        assertThat(codes(server.issuer().renew(old, Requests.good(Requests.p256()))))
                .containsExactly("too_many_certificates");
    }

    @Test
    void givesANodeFourLivingCertificatesAtMost() throws Exception {
        NodeCertificate first = enroll("hoarder", Requests.p256());
        for (int i = 0; i < 3; i++) {
            server.enroll(server.token(sameNode(first, "hoarder")), Requests.p256());
        }

        assertThat(codes(server.issuer().renew(first, Requests.good(Requests.p256()))))
                .containsExactly("too_many_certificates");
    }

    @Test
    void limitsHowOftenANodeComes() throws Exception {
        Server strict = issuer.server(PolicySettings.DEFAULT
                .withRenewAfterPercent(0)
                .withRates(new PolicySettings.Rates(new Rate(60, 60), new Rate(60, 60), new Rate(1, 60))));
        NodeCertificate old = enroll("restless", Requests.p256());
        strict.issuer().renew(old, Requests.good(Requests.p256()));

        Outcome second = strict.issuer().renew(old, Requests.good(Requests.p256()));

        assertThat(second).isInstanceOf(Outcome.TooMany.class);
    }

    @Test
    void livesAsLongAsItsRoleMay() throws Exception {
        Server brief = issuer.server(PolicySettings.DEFAULT.withValidity(
                new PolicySettings.Validity(Duration.ofHours(1), null, null, null, null, null)));
        String token = brief.token(TokenRequest.peer("brief"));

        var leaf = ((Outcome.Enrolled) brief.enroll(token, Requests.p256()))
                .chain()
                .getFirst();

        Duration life = Duration.between(
                leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant());
        assertThat(life).isEqualTo(Duration.ofMinutes(65));
    }

    @Test
    void blocksAnAccountThatIsRevoked() throws Exception {
        NodeCertificate node = enroll("outlaw", Requests.p256());
        String token = server.token(TokenRequest.peer("outlaw"));
        issuer.revocations.revoke(new RevocationRequest(
                new Selector.Account("outlaw"), RevocationReason.PRIVILEGE_WITHDRAWN, null, AuditActor.SERVER));

        Outcome enrollment = server.enroll(token, Requests.p256());
        Outcome renewal = server.issuer().renew(node, Requests.good(Requests.p256()));

        assertThat(enrollment).isInstanceOf(Outcome.Unauthenticated.class);
        assertThat(codes(renewal)).containsExactly("revoked", "account_blocked");
    }

    @Test
    void listsNodesByWhatIsAsked() throws Exception {
        NodeCertificate good = enroll("listed", Requests.p256());
        NodeCertificate bad = enroll("listed", Requests.p256());
        revoke(bad);

        assertThat(nodes(Filter.ofAccount("listed"))).hasSize(2);
        assertThat(nodes(new Filter("listed", null, null, Role.PEER, Filter.State.VALID)))
                .extracting(NodeRecord::id)
                .containsExactly(good.id());
        assertThat(nodes(new Filter(
                        null, new Party.User("listed", TestIssuer.OVERLAY), null, null, Filter.State.REVOKED)))
                .extracting(NodeRecord::id)
                .containsExactly(bad.id());
        assertThat(nodes(new Filter("listed", null, null, Role.CSP, null))).isEmpty();
        assertThat(nodes(new Filter("listed", null, null, null, Filter.State.EXPIRED)))
                .isEmpty();
        assertThat(await(issuer.operator.accounts().find("listed", issuer.clock.instant()))
                        .orElseThrow()
                        .nodes())
                .isEqualTo(1);
    }

    private List<NodeRecord> nodes(Filter filter) throws Exception {
        return await(issuer.operator.registry().nodes(filter, 0, 10, issuer.clock.instant()));
    }

    private void revoke(NodeCertificate certificate) throws Exception {
        issuer.revocations.revoke(new RevocationRequest(
                new Selector.Node(certificate.id()), RevocationReason.PRIVILEGE_WITHDRAWN, null, AuditActor.SERVER));
    }

    private NodeCertificate enroll(String account, KeyPair pair) throws Exception {
        return leaf(server.enroll(server.token(TokenRequest.peer(account)), pair));
    }

    private static TokenRequest sameNode(NodeCertificate node, String account) {
        return TokenRequest.fixed(account, Role.PEER, node.id(), List.of(account));
    }

    private static List<String> codes(Outcome outcome) {
        return ((Outcome.Refused) outcome)
                .violations().stream().map(Violation::code).toList();
    }

    private static NodeCertificate leaf(Outcome outcome) throws Exception {
        return CertificateReader.read(((Outcome.Enrolled) outcome).chain().getFirst());
    }
}
