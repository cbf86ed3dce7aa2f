package io.pigw.enrollment.ca;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.runtime.identity.CertificateProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final String OVERLAY = "p2p.example.net";
    private static final Duration WEEK = Duration.ofDays(7);

    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path directory;

    @Test
    void issuesWhatTheProfileSays() throws Exception {
        CertificateAuthority authority = open(WEEK);
        KeyPair pair = pair();
        Subject subject = new Subject.Node(
                NodeId.of(586), Role.PEER, List.of(new Party.User("bob", OVERLAY), new Party.User("robert", OVERLAY)));

        X509Certificate leaf = authority.issue(authority.prepare(pair.getPublic(), subject));

        assertThat(leaf.getPublicKey()).isEqualTo(pair.getPublic());
        assertThat(leaf.getSubjectX500Principal().getName()).isEmpty();
        assertThat(leaf.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.17", "2.5.29.15");
        assertThat(leaf.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(
                        List.of(6, "p2psip:586@" + OVERLAY),
                        List.of(1, "bob@" + OVERLAY),
                        List.of(1, "robert@" + OVERLAY));
        assertThat(leaf.getKeyUsage()).containsExactly(true, false, false, false, true, false, false, false, false);
        assertThat(leaf.getExtendedKeyUsage()).containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(new String(leaf.getExtensionValue("2.5.29.32"), US_ASCII)).isNotEmpty();
        assertThat(leaf.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofMinutes(5)));
        assertThat(leaf.getNotAfter().toInstant()).isEqualTo(NOW.plus(WEEK));
        assertThat(leaf.getSerialNumber().signum()).isEqualTo(1);
        assertThat(leaf.getSerialNumber().bitLength()).isEqualTo(127);
    }

    @Test
    void chainsToItsRootUnderTheRolesPolicy() throws Exception {
        CertificateAuthority authority = open(WEEK);
        Subject subject = new Subject.Node(NodeId.of(512), Role.CSP, List.of());

        X509Certificate leaf = authority.issue(authority.prepare(pair().getPublic(), subject));

        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority.root(), null)));
        parameters.setRevocationEnabled(false);
        parameters.setExplicitPolicyRequired(true);
        parameters.setInitialPolicies(Set.of(CertificateProfile.policyOid(Role.CSP)));
        parameters.setDate(Date.from(NOW));
        var path = CertificateFactory.getInstance("X.509").generateCertPath(authority.chain(leaf));
        assertThat(CertPathValidator.getInstance("PKIX").validate(path, parameters))
                .isNotNull();
    }

    @Test
    void isTheSameAfterReopening() throws Exception {
        CertificateAuthority first = open(WEEK);

        CertificateAuthority second = open(WEEK);

        assertThat(second.root()).isEqualTo(first.root());
        assertThat(second.issuing()).isEqualTo(first.issuing());
    }

    @Test
    void worksWithTheRootKeyOffline() throws Exception {
        open(WEEK);
        for (String file : List.of("root.p12", "password", "trust.pem")) {
            Files.delete(files().root().resolve(file));
        }

        CertificateAuthority authority = open(WEEK);

        Subject subject = new Subject.Server(List.of("localhost", "127.0.0.1"));
        X509Certificate leaf = authority.issue(authority.prepare(pair().getPublic(), subject));
        assertThat(leaf.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
    }

    @Test
    void refusesValidityBeyondThirtyDays() {
        assertThatThrownBy(() -> open(Duration.ofDays(31))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neverOutlivesItself() throws Exception {
        open(WEEK);
        Instant late = NOW.plus(Duration.ofDays(1094));

        CertificateAuthority authority = open(WEEK, late);
        X509Certificate leaf =
                authority.issue(authority.prepare(pair().getPublic(), new Subject.Server(List.of("localhost"))));

        assertThat(leaf.getNotAfter()).isEqualTo(authority.issuing().getNotAfter());
        assertThatThrownBy(() -> open(WEEK, NOW.plus(Duration.ofDays(1096)))).isInstanceOf(CertificateException.class);
    }

    @Test
    void isNotMadeByItselfUnlessForDevelopment() {
        AuthoritySettings settings = settings(WEEK);
        AuthoritySettings manual = new AuthoritySettings(settings.files(), OVERLAY, WEEK, settings.keys(), false, null);

        assertThatThrownBy(() -> CertificateAuthority.open(manual, InstantSource.fixed(NOW), random))
                .hasMessageContaining("pigw enroll init --config FILE --root DIR");
        assertThat(files().directory()).doesNotExist();
    }

    private AuthoritySettings settings(Duration validity) {
        return AuthoritySettings.automatic(files(), OVERLAY, validity);
    }

    private CertificateAuthority open(Duration validity, Instant now) throws Exception {
        return CertificateAuthority.open(settings(validity), InstantSource.fixed(now), random);
    }

    private CertificateAuthority open(Duration validity) throws Exception {
        return open(validity, NOW);
    }

    private CaFiles files() {
        return new CaFiles(directory.resolve("ca"));
    }

    private static KeyPair pair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}
