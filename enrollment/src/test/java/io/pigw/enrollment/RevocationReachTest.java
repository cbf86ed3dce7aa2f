package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.enrollment.TestIssuer.Server;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.issue.Outcome;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.enrollment.revoke.Revocation;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.enrollment.revoke.RevocationRequest;
import io.pigw.enrollment.revoke.RevocationResult;
import io.pigw.enrollment.revoke.RevocationStore;
import io.pigw.enrollment.revoke.Selector;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.runtime.identity.CertificateReader;
import io.pigw.runtime.store.StoreConfig;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** How far a revocation goes: tokens, successors, many certificates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevocationReachTest {

    /** More than were ever looked at once. */
    private static final int MANY = 2_100;

    private static final int ROWS = 100;

    private TestIssuer issuer;
    private Server server;

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
    void aNodeLosesTheTokensForItsIdAndNoOthers() throws Exception {
        NodeId id = NodeId.of(77);
        TokenRequest fixed = TokenRequest.fixed("anna", Role.PEER, id, List.of("anna"));
        server.enroll(server.token(fixed), Requests.p256());
        String sameNode = server.token(fixed);
        String another = server.token(TokenRequest.peer("anna"));

        revoke(new Selector.Node(id), RevocationReason.KEY_COMPROMISE);

        assertThat(server.enroll(sameNode, Requests.p256())).isInstanceOf(Outcome.Unauthenticated.class);
        assertThat(server.enroll(another, Requests.p256())).isInstanceOf(Outcome.Enrolled.class);
    }

    @Test
    void aUserNameLosesItsTokensEvenWithoutACertificate() throws Exception {
        String bert = server.token(TokenRequest.peer("bert"));
        String bertha = server.token(TokenRequest.peer("bertha"));

        RevocationResult result = revoke(
                new Selector.User(new Party.User("bert", TestIssuer.OVERLAY)), RevocationReason.AFFILIATION_CHANGED);

        assertThat(changed(result)).isEmpty();
        assertThat(server.enroll(bert, Requests.p256())).isInstanceOf(Outcome.Unauthenticated.class);
        assertThat(server.enroll(bertha, Requests.p256())).isInstanceOf(Outcome.Enrolled.class);
    }

    @Test
    void anAccountIsBlockedThoughItHasNoLivingCertificate() throws Exception {
        String token = server.token(TokenRequest.peer("mallory"));
        issuer.execute("UPDATE tokens SET used_at = 0 WHERE account = 'mallory'");

        RevocationResult held = revoke(new Selector.Account("mallory"), RevocationReason.CERTIFICATE_HOLD);
        RevocationResult result = revoke(new Selector.Account("mallory"), RevocationReason.PRIVILEGE_WITHDRAWN);
        RevocationResult again = revoke(new Selector.Account("mallory"), RevocationReason.PRIVILEGE_WITHDRAWN);

        assertThat(held).as("a hold blocks nothing").isInstanceOf(RevocationResult.NotFound.class);
        assertThat(result).isEqualTo(new RevocationResult.Done(List.of(), List.of(), true, 0));
        assertThat(again).isEqualTo(result);
        assertThatThrownBy(() -> server.token(TokenRequest.peer("mallory"))).hasMessageContaining("blocked");
        assertThat(server.enroll(token, Requests.p256())).isNotInstanceOf(Outcome.Enrolled.class);
    }

    @Test
    void whatWentAlongIsTold() throws Exception {
        server.token(TokenRequest.peer("nora"));
        server.token(TokenRequest.peer("nora"));

        RevocationResult result = revoke(new Selector.Account("nora"), RevocationReason.CESSATION_OF_OPERATION);

        assertThat(result).isEqualTo(new RevocationResult.Done(List.of(), List.of(), true, 2));
    }

    @Test
    void anOperatorLosesTheTokensThatHeHasMade() throws Exception {
        NodeCertificate operator =
                CertificateReader.read(enrolled(new TokenRequest("ops", Role.OPERATOR, List.of("carl"), null, null)));
        String his = server.tokens()
                .issue(TokenRequest.peer("friend"), AuditActor.operator(operator))
                .secret();
        String servers = server.token(TokenRequest.peer("friend"));

        revoke(new Selector.Node(operator.id()), RevocationReason.PRIVILEGE_WITHDRAWN);

        assertThat(server.enroll(his, Requests.p256())).isInstanceOf(Outcome.Unauthenticated.class);
        assertThat(server.enroll(servers, Requests.p256())).isInstanceOf(Outcome.Enrolled.class);
    }

    @Test
    void aCompromisedKeyTakesAlongWhatItWasRenewedTo() throws Exception {
        X509Certificate stolen = enrolled(TokenRequest.peer("dora"));
        X509Certificate second = renewed(stolen);
        X509Certificate third = renewed(second);

        RevocationResult result =
                revoke(new Selector.Serial(stolen.getSerialNumber()), RevocationReason.KEY_COMPROMISE);

        assertThat(changed(result))
                .extracting(Revocation::serial)
                .containsExactlyInAnyOrder(stolen.getSerialNumber(), second.getSerialNumber(), third.getSerialNumber());
    }

    @Test
    void aHeldNodeStillCounts() throws Exception {
        for (int i = 0; i < 5; i++) {
            X509Certificate certificate = enrolled(TokenRequest.peer("emil"));
            if (i == 0) {
                revoke(new Selector.Serial(certificate.getSerialNumber()), RevocationReason.CERTIFICATE_HOLD);
            }
        }

        assertThatThrownBy(() -> server.token(TokenRequest.peer("emil"))).hasMessageContaining("5 nodes");
    }

    @Test
    void manyCertificatesAreNoObstacle() throws Exception {
        String serial = enrolled(TokenRequest.peer("fanny")).getSerialNumber().toString(16);
        for (int row = 0; row < MANY; row += ROWS) {
            copy(serial, row, "fanny@" + TestIssuer.OVERLAY);
        }
        enrolled(new TokenRequest("fanny", Role.PEER, List.of("needle"), null, null));

        RevocationResult user = revoke(
                new Selector.User(new Party.User("needle", TestIssuer.OVERLAY)), RevocationReason.AFFILIATION_CHANGED);
        RevocationResult account = revoke(new Selector.Account("fanny"), RevocationReason.PRIVILEGE_WITHDRAWN);

        assertThat(changed(user)).hasSize(1);
        assertThat(changed(account)).hasSize(MANY + 1);
    }

    @Test
    void whatIsOnRecordIsKnownThoughTheRestFails() throws Exception {
        X509Certificate certificate = enrolled(TokenRequest.peer("gina"));
        int pageAndMore = RevocationStore.PAGE + ROWS;
        for (int row = 0; row < pageAndMore; row += ROWS) {
            copy(certificate.getSerialNumber().toString(16), 5_000 + row, "gina@" + TestIssuer.OVERLAY);
        }
        BigInteger last = BigInteger.valueOf(0x10000 + 5_000 + pageAndMore - 1);
        issuer.damage(last);
        AtomicInteger told = new AtomicInteger();
        issuer.revocations.onChange(told::incrementAndGet);

        assertThatThrownBy(() -> revoke(new Selector.Account("gina"), RevocationReason.PRIVILEGE_WITHDRAWN))
                .isInstanceOf(IllegalStateException.class);

        BigInteger first = BigInteger.valueOf(0x10000 + 5_000);
        assertThat(issuer.revocations.find(first)).as("on record").isPresent();
        assertThat(issuer.revocations.isRevoked(first)).isTrue();
        assertThat(issuer.revocations.isRevoked(last)).isFalse();
        assertThat(told).hasValue(1);
    }

    /** As if the certificate had been issued some more times, with small serial numbers. */
    private void copy(String serial, int from, String users) throws Exception {
        String serials = IntStream.range(from, from + ROWS)
                .mapToObj(number -> "('" + Integer.toHexString(0x10000 + number) + "')")
                .collect(Collectors.joining(", "));
        issuer.execute("INSERT INTO certificates (serial, node_id, not_before, not_after, issued_at, der, users)"
                + " SELECT v.s, c.node_id, c.not_before, c.not_after, c.issued_at, c.der, '" + users + "'"
                + " FROM certificates c, (VALUES " + serials + ") AS v(s) WHERE c.serial = '" + serial + "'");
    }

    private RevocationResult revoke(Selector selector, RevocationReason reason) throws InterruptedException {
        return issuer.revocations.revoke(new RevocationRequest(selector, reason, null, AuditActor.SERVER));
    }

    private static List<Revocation> changed(RevocationResult result) {
        assertThat(result).isInstanceOf(RevocationResult.Done.class);
        return ((RevocationResult.Done) result).changed();
    }

    private X509Certificate enrolled(TokenRequest request) throws Exception {
        return leaf(server.enroll(server.token(request), Requests.p256()));
    }

    private X509Certificate renewed(X509Certificate certificate) throws Exception {
        return leaf(server.issuer().renew(CertificateReader.read(certificate), Requests.good(Requests.p256())));
    }

    private static X509Certificate leaf(Outcome outcome) {
        return ((Outcome.Enrolled) outcome).chain().getFirst();
    }
}
