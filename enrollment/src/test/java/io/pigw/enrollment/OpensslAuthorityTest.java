package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.ca.AuthoritySettings;
import io.pigw.enrollment.ca.CaFiles;
import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.Custody;
import io.pigw.enrollment.ca.IssuingAuthority;
import io.pigw.enrollment.ca.Password;
import io.pigw.enrollment.ca.PublicationUrls;
import io.pigw.enrollment.ca.RootAuthority;
import io.pigw.enrollment.ca.RootPlace;
import io.pigw.enrollment.ca.Rotation;
import io.pigw.enrollment.ca.Statement;
import io.pigw.enrollment.ca.Subject;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.runtime.identity.CertificateProfile;
import io.pigw.runtime.identity.KeyPairs;
import io.pigw.runtime.identity.Pem;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What OpenSSL makes of the authority's files and certificates, before and after a rotation. */
class OpensslAuthorityTest {

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = InstantSource.system();

    @TempDir
    private Path directory;

    private Commands openssl;
    private AuthoritySettings settings;
    private CertificateAuthority authority;

    @BeforeEach
    void open() throws Exception {
        Commands.need("openssl", "openssl", "version");
        openssl = new Commands(directory);
        settings = AuthoritySettings.automatic(
                        new CaFiles(directory.resolve("ca")), "p2p.example.net", Duration.ofDays(30))
                .publishedAt(new PublicationUrls(URI.create("http://ca.example.net:8080")));
        authority = CertificateAuthority.open(settings, clock, random);
    }

    @Test
    void readsTheKeysAndFindsThemWellEncrypted() throws Exception {
        Path key = settings.files().key(authority.current().keyId());
        String password = "file:" + directory.resolve("ca.password");

        Commands.Result shown =
                openssl.attempt("openssl", "pkcs12", "-in", key.toString(), "-passin", password, "-info", "-nokeys");

        assertThat(shown.status()).as(shown.output()).isZero();
        assertThat(shown.output())
                .contains("MAC: sha256")
                .contains("Shrouded Keybag: PBES2, PBKDF2, AES-256-CBC")
                .contains("PKCS7 Encrypted data: PBES2, PBKDF2, AES-256-CBC")
                .contains("PRF hmacWithSHA256")
                .containsPattern("issuing [0-9a-f]{8}");
        openssl.run(
                "openssl", "pkcs12", "-in", key.toString(), "-passin", password, "-nocerts", "-nodes", "-out", "key");
        openssl.run("openssl", "ec", "-in", "key", "-pubout", "-out", "key.pub");
        Pem.writeCertificates(directory.resolve("issuing.pem"), List.of(authority.issuing()));
        assertThat(openssl.run("openssl", "x509", "-in", "issuing.pem", "-noout", "-pubkey"))
                .isEqualTo(Files.readString(directory.resolve("key.pub")));
    }

    @Test
    void verifiesBothChainsBesideOneAnother() throws Exception {
        X509Certificate before = node();
        new Rotation(settings, random, clock.instant()).rotate(root(), Duration.ZERO);
        authority.refresh();
        X509Certificate after = node();
        assertThat(authority.issuers()).hasSize(2);

        for (X509Certificate leaf : List.of(before, after)) {
            IssuingAuthority issuer = authority.issuerOf(leaf).orElseThrow();
            crl(issuer);
            Pem.writeCertificates(directory.resolve("leaf.pem"), List.of(leaf));
            Pem.writeCertificates(
                    directory.resolve("untrusted.pem"), authority.chain(leaf).subList(1, 3));
            assertThat(openssl.run(
                            "openssl",
                            "verify",
                            "-x509_strict",
                            "-policy_check",
                            "-explicit_policy",
                            "-policy",
                            CertificateProfile.policyOid(Role.CSP),
                            "-crl_check",
                            "-CRLfile",
                            "crl.pem",
                            "-CAfile",
                            settings.files().trust().toString(),
                            "-untrusted",
                            "untrusted.pem",
                            "leaf.pem"))
                    .contains("leaf.pem: OK");
        }
        String text = openssl.run("openssl", "x509", "-in", "leaf.pem", "-noout", "-text");
        String keyId = authority.current().keyId();
        assertThat(text)
                .contains("URI:http://ca.example.net:8080/crl/" + keyId)
                .contains("OCSP - URI:http://ca.example.net:8080/ocsp")
                .contains("CA Issuers - URI:http://ca.example.net:8080/ca/" + keyId);
    }

    @Test
    void refusesAMailNameOfAnotherDomainUnderOurIssuingAuthority() throws Exception {
        Pem.writeCertificates(directory.resolve("issuing.pem"), List.of(authority.issuing()));

        assertThat(openssl.run("openssl", "x509", "-in", "issuing.pem", "-noout", "-text"))
                .containsPattern("X509v3 Name Constraints: critical\\s+Permitted:\\s+email:p2p.example.net")
                .containsPattern("X509v3 Basic Constraints: critical\\s+CA:TRUE, pathlen:0")
                .containsPattern("X509v3 Key Usage: critical\\s+Certificate Sign, CRL Sign");
    }

    @Test
    void knowsTheDelegatedSignersForWhatTheyAre() throws Exception {
        var key = KeyPairs.generate(random).getPublic();
        Pem.writeCertificates(
                directory.resolve("ocsp.pem"),
                List.of(authority.issue(authority.prepare(key, new Subject.OcspSigner()))));
        Pem.writeCertificates(
                directory.resolve("list.pem"),
                List.of(authority.issue(authority.prepare(key, new Subject.StatementSigner(Statement.CSP_LIST)))));

        assertThat(openssl.run("openssl", "x509", "-in", "ocsp.pem", "-noout", "-text"))
                .contains("OCSP Signing", "OCSP No Check")
                .doesNotContain("CRL Distribution");
        assertThat(openssl.run("openssl", "x509", "-in", "list.pem", "-noout", "-text"))
                .contains(CertificateProfile.CSP_LIST_SIGNING)
                .doesNotContain("TLS Web");
    }

    @Test
    void readsTheRootsOwnList() throws Exception {
        byte[] crl = root().crl(List.of(authority.issuing()), clock.instant(), Duration.ofDays(365));
        Files.write(directory.resolve("root.crl"), crl);

        String text = openssl.run(
                "openssl",
                "crl",
                "-inform",
                "DER",
                "-in",
                "root.crl",
                "-noout",
                "-text",
                "-CAfile",
                settings.files().trust().toString());

        assertThat(text)
                .contains("CA Compromise")
                .containsIgnoringCase(authority.issuing().getSerialNumber().toString(16));
        assertThat(openssl.attempt(
                                "openssl",
                                "crl",
                                "-inform",
                                "DER",
                                "-in",
                                "root.crl",
                                "-noout",
                                "-CAfile",
                                settings.files().trust().toString())
                        .output())
                .contains("verify OK");
    }

    private X509Certificate node() {
        return authority.issue(authority.prepare(
                KeyPairs.generate(random).getPublic(),
                new Subject.Node(NodeId.of(512), Role.CSP, List.of(new Party.User("csp", "p2p.example.net")))));
    }

    private RootAuthority root() throws Exception {
        Path place = settings.files().directory().resolve("root");
        return RootAuthority.open(new RootPlace(place, new Custody.Encrypted(Password.in(place.resolve("password")))));
    }

    /** An empty CRL of the authority. */
    private void crl(IssuingAuthority issuer) throws Exception {
        var now = clock.instant();
        byte[] der = new JcaX509v2CRLBuilder(issuer.certificate(), Date.from(now))
                .setNextUpdate(Date.from(now.plus(Duration.ofDays(1))))
                .addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.ONE))
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils()
                                .createAuthorityKeyIdentifier(
                                        issuer.certificate().getPublicKey()))
                .build(issuer.signer())
                .getEncoded();
        Files.write(directory.resolve("crl.der"), der);
        openssl.run("openssl", "crl", "-inform", "DER", "-in", "crl.der", "-out", "crl.pem");
    }
}
