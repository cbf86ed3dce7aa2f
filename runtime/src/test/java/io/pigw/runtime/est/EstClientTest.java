package io.pigw.runtime.est;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.Verifiers;
import io.pigw.runtime.testing.TestClock;
import io.pigw.runtime.testing.TestPki;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client's side of RFC 7030, against a played server. */
class EstClientTest {

    private final TestPki pki = TestPki.create();
    private final TestClock clock = TestClock.atPresent();
    private final List<X509Certificate> shown = new ArrayList<>();
    private HttpsServer server;
    private EstClient client;
    private Answers answers = (_, key) -> ok(certificate(586, Role.PEER, key, "bob@p2p.example.net"));

    /** What the played server answers. */
    private interface Answers {
        Answer to(HttpExchange exchange, PublicKey key) throws Exception;
    }

    private record Answer(int status, String body, String retryAfter) {}

    @BeforeEach
    void start() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(pki.serverTls()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = getSSLContext().getDefaultSSLParameters();
                tls.setWantClientAuth(true);
                parameters.setSSLParameters(tls);
            }
        });
        server.createContext("/.well-known/est/", this::serve);
        server.start();
        URI uri = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/.well-known/est");
        client = EstClient.trusting(uri, pki.trustAnchors(), new Verifiers(clock), new SecureRandom());
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void renewsUnderTheCurrentCertificate() throws Exception {
        NodeIdentity current = pki.issue(Role.PEER, 586, "bob@p2p.example.net");
        KeyPair fresh = client.generateKey();

        EstOutcome outcome = client.reenroll(current, fresh);

        assertThat(outcome).isInstanceOf(EstOutcome.Enrolled.class);
        NodeIdentity renewed = ((EstOutcome.Enrolled) outcome).identity();
        assertThat(renewed.certificate().id()).isEqualTo(NodeId.of(586));
        assertThat(renewed.certificate().sha256())
                .isNotEqualTo(current.certificate().sha256());
        assertThat(renewed.chain().getFirst().getPublicKey().getEncoded())
                .isEqualTo(fresh.getPublic().getEncoded());
        assertThat(shown).containsExactly(current.chain().getFirst());
    }

    @ParameterizedTest
    @CsvSource({
        "587, PEER, bob@p2p.example.net",
        "586, CSP, bob@p2p.example.net",
        "586, PEER, eve@p2p.example.net",
    })
    void takesNoRenewedCertificateForSomebodyElse(long id, Role role, String user) {
        answers = (_, key) -> ok(certificate(id, role, key, user));
        NodeIdentity current = pki.issue(Role.PEER, 586, "bob@p2p.example.net");

        assertThatThrownBy(() -> client.reenroll(current, client.generateKey()))
                .asInstanceOf(type(EstException.class))
                .extracting(EstException::kind)
                .isEqualTo(EstException.Kind.UNUSABLE);
    }

    @Test
    void findsTheIssuerWhereverItStandsAmongTheCas() throws Exception {
        TestPki next = pki.withNewIssuingCa();
        for (TestPki signing : List.of(pki, next)) {
            answers = (_, key) -> ok(
                    signing.certificate(Role.PEER, NodeId.of(586))
                            .users("bob@p2p.example.net")
                            .issue(key),
                    next.issuing());

            EstOutcome outcome =
                    client.reenroll(pki.issue(Role.PEER, 586, "bob@p2p.example.net"), client.generateKey());

            List<X509Certificate> chain =
                    ((EstOutcome.Enrolled) outcome).identity().chain();
            assertThat(chain).hasSize(3).contains(pki.issuing(), next.issuing());
            assertThat(chain.get(1)).isEqualTo(signing.issuing());
        }
    }

    @Test
    void takesNoCertificateForAnotherKey() {
        answers = (_, _) -> ok(certificate(586, Role.PEER, TestPki.newKey().getPublic(), "bob@p2p.example.net"));

        assertThatThrownBy(() -> client.enroll("token"))
                .isInstanceOf(EstException.class)
                .hasMessageContaining("for the key");
    }

    @Test
    void tellsThatItHasToBeApprovedAndForHowLongToWait() throws Exception {
        answers = (_, _) -> new Answer(202, "an operator has to approve it\n", "180");
        NodeIdentity current = pki.issue(Role.PEER, 586, "bob@p2p.example.net");
        EstOutcome pending = new EstOutcome.Pending(Duration.ofMinutes(3), "an operator has to approve it");

        assertThat(client.enroll("token", client.generateKey())).isEqualTo(pending);
        assertThat(client.reenroll(current, client.generateKey())).isEqualTo(pending);
        assertThatThrownBy(() -> client.enroll("token"))
                .asInstanceOf(type(EstException.class))
                .extracting(EstException::kind)
                .isEqualTo(EstException.Kind.PENDING);
    }

    @Test
    void asksTheSameAgainForTheSameKeyAfterARestartToo(@TempDir Path directory) throws Exception {
        List<Bytes> requests = new ArrayList<>();
        answers = (exchange, _) -> {
            requests.add((Bytes) exchange.getAttribute("csr"));
            return new Answer(202, "wait", "1");
        };
        KeyPair pair = PendingKey.in(directory).orKeep(client.generateKey());
        KeyPair again = PendingKey.in(directory).orKeep(client.generateKey());

        client.enroll("token", pair);
        client.enroll("token", again);
        PendingKey.in(directory).forget();
        client.enroll("token", PendingKey.in(directory).orKeep(client.generateKey()));

        assertThat(requests.get(1)).isEqualTo(requests.get(0));
        assertThat(requests.get(2)).isNotEqualTo(requests.get(0));
    }

    @ParameterizedTest
    @CsvSource({
        "400, FAILED, 0",
        "401, UNAUTHENTICATED, 0",
        "403, REFUSED, 0",
        "429, LATER, 60",
        "500, FAILED, 0",
        "503, LATER, 5",
    })
    void asksForARenewalOnceAndTypesTheRefusal(int status, EstException.Kind kind, int seconds) {
        answers = (_, _) -> new Answer(status, "because", seconds == 0 ? "" : String.valueOf(seconds));
        NodeIdentity current = pki.issue(Role.PEER, 586);

        assertThatThrownBy(() -> client.reenroll(current, client.generateKey()))
                .isInstanceOfSatisfying(EstException.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(status);
                    assertThat(refusal.kind()).isEqualTo(kind);
                    assertThat(refusal).hasMessage("because");
                    assertThat(refusal.retryAfter().orElse(Duration.ZERO)).isEqualTo(Duration.ofSeconds(seconds));
                });
        assertThat(shown).hasSize(1);
    }

    @Test
    void judgesTheServersCertificateByTheTimeOfDayThatItIsGiven() {
        clock.advance(Duration.ofHours(2));

        assertThatThrownBy(() -> client.enroll("token")).isInstanceOf(IOException.class);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] csr = Base64.getDecoder().decode(exchange.getRequestBody().readAllBytes());
            exchange.setAttribute("csr", Bytes.copyOf(csr));
            PublicKey key = new JcaPKCS10CertificationRequest(csr).getPublicKey();
            var session = ((HttpsExchange) exchange).getSSLSession();
            if (exchange.getRequestURI().getPath().endsWith("simplereenroll")) {
                shown.add((X509Certificate) session.getPeerCertificates()[0]);
            }
            Answer answer = answers.to(exchange, key);
            if (!answer.retryAfter().isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
            }
            byte[] body = answer.body().getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private X509Certificate certificate(long id, Role role, PublicKey key, String user) {
        return pki.certificate(role, NodeId.of(id)).users(user).issue(key);
    }

    private Answer ok(X509Certificate leaf, X509Certificate... more) throws Exception {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addCertificate(new JcaX509CertificateHolder(leaf));
        generator.addCertificate(new JcaX509CertificateHolder(pki.issuing()));
        for (X509Certificate another : more) {
            generator.addCertificate(new JcaX509CertificateHolder(another));
        }
        byte[] der = generator.generate(new CMSAbsentContent()).getEncoded("DER");
        return new Answer(200, Base64.getEncoder().encodeToString(der), "");
    }
}
