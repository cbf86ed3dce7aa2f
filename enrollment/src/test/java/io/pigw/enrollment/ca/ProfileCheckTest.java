package io.pigw.enrollment.ca;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.runtime.identity.CertificateProfile;
import io.pigw.runtime.identity.KeyPairs;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every subject passes, and every deviation from the profile is named before anything is signed. */
class ProfileCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final String OVERLAY = "p2p.example.net";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PublicKey KEY = KeyPairs.generate(RANDOM).getPublic();
    private static final Subject BOB =
            new Subject.Node(NodeId.of(586), Role.PEER, List.of(new Party.User("bob", OVERLAY)));
    private static final PublicationUrls URLS = new PublicationUrls(URI.create("http://ca.example.net:8080"));

    @TempDir
    private static Path directory;

    private static CertificateAuthority authority;

    @BeforeAll
    static void open() throws Exception {
        authority = CertificateAuthority.open(
                AuthoritySettings.automatic(new CaFiles(directory.resolve("ca")), OVERLAY, Duration.ofDays(30))
                        .publishedAt(URLS),
                InstantSource.fixed(NOW),
                RANDOM);
    }

    static Stream<Subject> everySubject() {
        Stream<Subject> nodes = Stream.of(Role.values())
                .filter(role -> role != Role.ENROLLMENT)
                .map(role -> new Subject.Node(NodeId.of(586), role, List.of(new Party.User("bob", OVERLAY))));
        return Stream.concat(
                nodes,
                Stream.of(
                        new Subject.Messenger(NodeId.of(7)),
                        new Subject.Server(List.of("ca.example.net", "127.0.0.1", "::1")),
                        new Subject.OcspSigner(),
                        new Subject.StatementSigner(Statement.CSP_LIST),
                        new Subject.StatementSigner(Statement.AUDIT)));
    }

    @ParameterizedTest
    @MethodSource
    void everySubject(Subject subject) throws Exception {
        X509Certificate issued = authority.issue(authority.prepare(KEY, subject));

        issued.verify(authority.issuing().getPublicKey());
        assertThat(issued.getEncoded().length).isLessThan(1_000);
        boolean isOcsp = subject instanceof Subject.OcspSigner;
        assertThat(issued.getExtensionValue("2.5.29.31") == null).isEqualTo(isOcsp);
        assertThat(issued.getExtensionValue("1.3.6.1.5.5.7.1.1") == null).isEqualTo(isOcsp);
        assertThat(issued.getExtensionValue("1.3.6.1.5.5.7.48.1.5") != null).isEqualTo(isOcsp);
    }

    @Test
    void saysWhereTheIssuersListIs() {
        X509Certificate issued = authority.issue(authority.prepare(KEY, BOB));

        String keyId = authority.current().keyId();
        String text = issued.toString();
        assertThat(text)
                .contains("http://ca.example.net:8080/crl/" + keyId)
                .contains("http://ca.example.net:8080/ocsp")
                .contains("http://ca.example.net:8080/ca/" + keyId);
    }

    /** Changes one thing of what is otherwise good. */
    static final class Deviation {
        private X500Name issuer = CaNames.of(authority.issuing());
        private BigInteger serial = BigInteger.ONE.shiftLeft(120);
        private Instant from = NOW.minus(Duration.ofMinutes(5));
        private Instant to = NOW.plus(Duration.ofDays(7));
        private X500Name subject = new X500Name(new RDN[0]);
        private PublicKey key = KEY;
        private @Nullable PublicationUrls publication = URLS;
        private Subject profileOf = BOB;
        private @Nullable ASN1ObjectIdentifier without;
        private @Nullable Extension extra;
        private @Nullable Extension instead;

        X509v3CertificateBuilder build() throws Exception {
            X509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(issuer, serial, Date.from(from), Date.from(to), subject, key);
            Profile.apply(builder, OVERLAY, profileOf, key, authority.current(), publication);
            if (without != null) {
                builder.removeExtension(without);
            }
            if (instead != null) {
                builder.replaceExtension(instead);
            }
            if (extra != null) {
                builder.addExtension(extra);
            }
            return builder;
        }
    }

    /** Makes a deviation. */
    interface Change {
        void apply(Deviation deviation) throws Exception;
    }

    static Stream<Arguments> everyDeviationIsNamed() {
        return Stream.of(
                row("issuer", d -> d.issuer = new X500Name("CN=somebody")),
                row("serial number", d -> d.serial = BigInteger.ONE),
                row("serial number", d -> d.serial = BigInteger.ONE.shiftLeft(160)),
                row(
                        "serial number",
                        d -> d.serial = BigInteger.ONE.shiftLeft(120).negate()),
                row("validity", d -> d.to = NOW.plus(Duration.ofDays(31))),
                row("validity", d -> d.to = d.from),
                row("validity", d -> {
                    d.from = NOW.plus(Duration.ofDays(1094));
                    d.to = NOW.plus(Duration.ofDays(1096));
                }),
                row("public key", d -> d.key = p384()),
                row("public key", d -> d.key = KeyPairs.generate(RANDOM).getPublic()),
                row(
                        "key identifiers",
                        d -> d.instead = new Extension(
                                Extension.subjectKeyIdentifier,
                                false,
                                new SubjectKeyIdentifier(new byte[20]).getEncoded())),
                row("extensions", d -> d.publication = null),
                row(
                        "CRL distribution point",
                        d -> d.publication = new PublicationUrls(URI.create("http://elsewhere.example.net"))),
                row(
                        "CRL distribution point",
                        d -> d.instead = new Extension(
                                Extension.cRLDistributionPoints,
                                false,
                                Profile.crl(URLS.crl("0".repeat(40))).getEncoded())),
                row(
                        "authority information access",
                        d -> d.publication = new PublicationUrls(URI.create("http://elsewhere.example.net"))),
                row("subject", d -> d.subject = new X500Name("CN=bob")),
                row("extensions", d -> d.without = Extension.keyUsage),
                row("extensions", d -> d.without = Extension.subjectAlternativeName),
                row("extensions", d -> d.without = Extension.authorityInfoAccess),
                row(
                        "extensions",
                        d -> d.extra = new Extension(
                                Extension.basicConstraints, true, new BasicConstraints(true).getEncoded())),
                row(
                        "extensions",
                        d -> d.instead = new Extension(
                                Extension.keyUsage, false, new KeyUsage(KeyUsage.digitalSignature).getEncoded())),
                row(
                        "key usage",
                        d -> d.instead = new Extension(
                                Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature).getEncoded())),
                row(
                        "key usage",
                        d -> d.instead = new Extension(
                                Extension.keyUsage,
                                true,
                                new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign).getEncoded())),
                row(
                        "purposes",
                        d -> d.instead = new Extension(
                                Extension.extendedKeyUsage,
                                false,
                                new ExtendedKeyUsage(KeyPurposeId.anyExtendedKeyUsage).getEncoded())),
                row(
                        "role",
                        d -> d.instead = new Extension(
                                Extension.certificatePolicies,
                                false,
                                new CertificatePolicies(new PolicyInformation(
                                                new ASN1ObjectIdentifier(CertificateProfile.policyOid(Role.CSP))))
                                        .getEncoded())),
                row(
                        "names",
                        d -> d.instead = new Extension(
                                Extension.subjectAlternativeName,
                                true,
                                new GeneralNames(new GeneralName(
                                                GeneralName.uniformResourceIdentifier, "p2psip:587@" + OVERLAY))
                                        .getEncoded())),
                row("names", d -> d.profileOf = new Subject.Node(NodeId.of(586), Role.PEER, List.of())));
    }

    @ParameterizedTest
    @MethodSource
    void everyDeviationIsNamed(String fault, Change change) throws Exception {
        Deviation deviation = new Deviation();
        change.apply(deviation);

        List<String> faults = ProfileCheck.faults(
                Draft.of(deviation.build()).certificate(),
                new ProfileCheck.Order(OVERLAY, BOB, KEY, authority.issuing(), URLS));

        assertThat(faults).anyMatch(found -> found.startsWith(fault));
    }

    private static Arguments row(String fault, Change change) {
        return Arguments.of(fault, change);
    }

    private static PublicKey p384() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        return generator.generateKeyPair().getPublic();
    }
}
