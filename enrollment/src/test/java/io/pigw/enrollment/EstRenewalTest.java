package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.enrollment.revoke.RevocationRequest;
import io.pigw.enrollment.revoke.Selector;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Party;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.est.EstException;
import io.pigw.runtime.est.EstOutcome;
import io.pigw.runtime.identity.CertificateReader;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.testing.TestPki;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code simplereenroll} over real HTTPS: who may, and what comes of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EstRenewalTest {

    private TestEnrollment enrollment;
    private EstClient client;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        enrollment = new TestEnrollment(directory, 128);
        client = enrollment.client();
    }

    @AfterAll
    void stop() {
        client.close();
        enrollment.close();
    }

    @Test
    void keepsIdRoleAndNamesWhateverTheRequestAsks() throws Exception {
        NodeIdentity current = enrolled("alice");
        KeyPair pair = Requests.p256();

        HttpResponse<String> answer = reenroll(tls(current), Requests.wishing(pair, "p2psip:42@p2p.example.net"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        NodeCertificate renewed = CertificateReader.read(EstHttpTest.leaf(answer));
        assertThat(renewed.id()).isEqualTo(current.certificate().id());
        assertThat(renewed.role()).isEqualTo(Role.PEER);
        assertThat(renewed.users()).containsExactly(new Party.User("alice", TestEnrollment.OVERLAY));
        assertThat(EstHttpTest.leaf(answer).getPublicKey()).isEqualTo(pair.getPublic());
    }

    @Test
    void renewsTimeAndAgain() throws Exception {
        NodeIdentity first = enrolled("bob");

        NodeIdentity identity = first;
        for (int i = 0; i < 3; i++) {
            identity = renewed(identity);
        }

        assertThat(identity.certificate().id()).isEqualTo(first.certificate().id());
        assertThat(identity.chain().getFirst().getSerialNumber())
                .isNotEqualTo(first.chain().getFirst().getSerialNumber());
    }

    @Test
    void renewsForNobodyWithoutACertificate() throws Exception {
        HttpResponse<String> answer = reenroll(enrollment.tls(), Requests.good(Requests.p256()));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("no_certificate", "show the TLS client certificate");
    }

    @Test
    void renewsNothingOfAnotherAuthority() {
        NodeIdentity foreign = TestPki.create().issue(Role.PEER, 586, "eve@p2p.example.net");

        assertRefused(403, "untrusted", () -> client.reenroll(foreign, client.generateKey()));
    }

    @Test
    void renewsNothingThatHasExpired(@TempDir Path elsewhere) throws Exception {
        try (TestEnrollment other = new TestEnrollment(elsewhere, 11);
                EstClient at = other.client()) {
            NodeIdentity current = at.enroll(other.server().issueToken(TokenRequest.peer("carol")));

            other.clock.advance(Duration.ofDays(30).plusSeconds(1));
            other.restart();

            try (EstClient again = other.client()) {
                assertRefused(403, "expired", () -> again.reenroll(current, again.generateKey()));
            }
        }
    }

    @Test
    void renewsNothingThatHasBeenRevokedOnAResumedSessionEither() throws Exception {
        NodeIdentity current = enrolled("dave");
        try (HttpClient http = http(tls(current))) {
            HttpResponse<String> before = reenroll(http, Requests.good(Requests.p256()));

            enrollment
                    .server()
                    .revocations()
                    .revoke(new RevocationRequest(
                            new Selector.Node(current.certificate().id()),
                            RevocationReason.KEY_COMPROMISE,
                            null,
                            AuditActor.console("ops")));

            HttpResponse<String> kept = reenroll(http, Requests.good(Requests.p256()));
            assertThat(before.statusCode()).as(before.body()).isEqualTo(200);
            assertThat(kept.statusCode()).isEqualTo(403);
            assertThat(kept.body()).contains("revoked");
        }
        SSLContext tls = tls(current);
        for (int connection = 0; connection < 2; connection++) {
            try (HttpClient http = http(tls)) {
                assertThat(reenroll(http, Requests.good(Requests.p256())).body())
                        .contains("revoked");
            }
        }
    }

    @Test
    void saysWhatIsWrongWithTheRequestAndRenewsTheNext() throws Exception {
        NodeIdentity current = enrolled("erin");
        try (HttpClient http = http(tls(current))) {
            HttpResponse<String> bad = reenroll(http, Requests.rsa());
            HttpResponse<String> good = reenroll(http, Requests.good(Requests.p256()));

            assertThat(bad.statusCode()).isEqualTo(400);
            assertThat(bad.body()).contains("P-256");
            assertThat(good.statusCode()).isEqualTo(200);
        }
    }

    private NodeIdentity enrolled(String user) throws Exception {
        return client.enroll(enrollment.server().issueToken(TokenRequest.peer(user)));
    }

    private NodeIdentity renewed(NodeIdentity identity) throws Exception {
        return switch (client.reenroll(identity, client.generateKey())) {
            case EstOutcome.Enrolled(NodeIdentity renewed) -> renewed;
            case EstOutcome.Pending pending -> throw new AssertionError(pending);
        };
    }

    private SSLContext tls(NodeIdentity identity) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("node", identity.key(), new char[0], identity.chain().toArray(new Certificate[0]));
        keys.setCertificateEntry("root", enrollment.server().root());
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, new char[0]);
        TrustManagerFactory others = TrustManagerFactory.getInstance("PKIX");
        others.init(keys);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), others.getTrustManagers(), null);
        return tls;
    }

    private HttpResponse<String> reenroll(SSLContext tls, byte[] csr) throws Exception {
        try (HttpClient http = http(tls)) {
            return reenroll(http, csr);
        }
    }

    private HttpResponse<String> reenroll(HttpClient http, byte[] csr) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(enrollment.server().est() + "/simplereenroll"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/pkcs10")
                .POST(HttpRequest.BodyPublishers.ofString(Base64.getEncoder().encodeToString(csr)))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpClient http(SSLContext tls) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .build();
    }

    private static void assertRefused(int status, String reason, ThrowingCallable attempt) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        EstException.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(status))
                .hasMessageContaining(reason);
    }
}
