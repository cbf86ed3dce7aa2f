package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.runtime.identity.CertificateReader;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.est.CSRAttributesResponse;
import org.bouncycastle.est.ESTException;
import org.bouncycastle.est.ESTService;
import org.bouncycastle.est.EnrollmentResponse;
import org.bouncycastle.est.jcajce.JcaHttpAuthBuilder;
import org.bouncycastle.est.jcajce.JsseDefaultHostnameAuthorizer;
import org.bouncycastle.est.jcajce.JsseESTServiceBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.util.Store;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Enrollment by Bouncy Castle's EST client, which asks without credentials first and waits for the challenge. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BouncyCastleEstTest {

    private TestEnrollment enrollment;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        enrollment = new TestEnrollment(directory, 128);
    }

    @AfterAll
    void stop() {
        enrollment.close();
    }

    @Test
    void fetchesTheAuthoritiesAndWhatARequestMustHold() throws Exception {
        List<X509Certificate> authorities =
                certificates(service().build().getCACerts().getCertificateStore());
        CSRAttributesResponse attributes = service().build().getCSRAttributes().getAttributesResponse();

        assertThat(authorities).hasSize(2).contains(enrollment.server().root());
        assertThat(attributes.getRequirements())
                .containsExactlyInAnyOrder(X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.ecdsa_with_SHA256);
        assertThat(attributes.isAttribute(X9ObjectIdentifiers.id_ecPublicKey)).isTrue();
    }

    @Test
    void enrollsAfterTheChallengeAndRenews() throws Exception {
        KeyPair first = Requests.p256();
        String token = enrollment.server().issueToken(TokenRequest.peer("alice"));

        EnrollmentResponse enrolled = service()
                .build()
                .simpleEnroll(false, csr(first), new JcaHttpAuthBuilder("alice", token.toCharArray()).build());
        List<X509Certificate> chain = chain(enrolled, first);
        KeyPair second = Requests.p256();
        EnrollmentResponse renewed =
                service().withKeyManager(keys(first, chain)).build().simpleEnroll(true, csr(second), null);

        NodeCertificate before = CertificateReader.read(chain.getFirst());
        NodeCertificate after = CertificateReader.read(chain(renewed, second).getFirst());
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.users()).isEqualTo(before.users()).hasToString("[alice@p2p.example.net]");
    }

    @Test
    void isToldThatTheTokenIsNotGood() throws Exception {
        ESTService service = service().build();

        assertThatThrownBy(() -> service.simpleEnroll(
                        false, csr(Requests.p256()), new JcaHttpAuthBuilder("alice", "guess".toCharArray()).build()))
                .isInstanceOf(ESTException.class)
                .hasMessageContaining("401");
    }

    private JsseESTServiceBuilder service() throws Exception {
        return new JsseESTServiceBuilder(enrollment.server().address().toString(), enrollment.trust())
                .withHostNameAuthorizer(new JsseDefaultHostnameAuthorizer(Set.of()))
                .withTimeout(20_000);
    }

    private static KeyManager keys(KeyPair pair, List<X509Certificate> chain) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("node", pair.getPrivate(), new char[0], chain.toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(keys, new char[0]);
        return factory.getKeyManagers()[0];
    }

    private static PKCS10CertificationRequest csr(KeyPair pair) throws Exception {
        return new PKCS10CertificationRequest(Requests.good(pair));
    }

    /** The certificate of the key first. */
    private static List<X509Certificate> chain(EnrollmentResponse answer, KeyPair pair) throws Exception {
        assertThat(answer.isCompleted()).isTrue();
        List<X509Certificate> chain = new ArrayList<>(certificates(answer.getStore()));
        chain.sort((a, b) -> Boolean.compare(
                b.getPublicKey().equals(pair.getPublic()), a.getPublicKey().equals(pair.getPublic())));
        assertThat(chain.getFirst().getPublicKey()).isEqualTo(pair.getPublic());
        return chain;
    }

    private static List<X509Certificate> certificates(Store<X509CertificateHolder> store) throws Exception {
        List<X509Certificate> certificates = new ArrayList<>();
        for (X509CertificateHolder holder : store.getMatches(null)) {
            certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
        }
        return certificates;
    }
}
