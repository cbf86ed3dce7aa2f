package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.enrollment.revoke.RevocationRequest;
import io.pigw.enrollment.revoke.Selector;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.Pem;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** CRLs and OCSP answers as seen by OpenSSL, curl and GnuTLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevocationToolsTest {

    private TestEnrollment enrollment;
    private Tools tools;
    private String url;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Tools.require("openssl", "version", "openssl");
        Tools.require("curl", "--version", "curl");
        tools = new Tools(directory);
        enrollment = new TestEnrollment(directory.resolve("server"), 128);
        url = enrollment.server().publication().orElseThrow().urls().base().toString();
        Pem.writeCertificates(
                tools.file("root.pem"), List.of(enrollment.server().root()));
        NodeIdentity good = enroll("good");
        Pem.writeCertificates(tools.file("issuing.pem"), List.of(good.chain().get(1)));
        save("good", good);
        NodeIdentity stolen = enroll("stolen");
        save("stolen", stolen);
        revoke(stolen, RevocationReason.KEY_COMPROMISE);
        NodeIdentity held = enroll("held");
        save("held", held);
        revoke(held, RevocationReason.CERTIFICATE_HOLD);
        enrollment.server().publication().orElseThrow().signNow().get();
        tools.run("curl", "-sSf", "-o", "crl.der", url + "/crl");
        tools.run("openssl", "crl", "-inform", "DER", "-in", "crl.der", "-out", "crl.pem");
    }

    @AfterAll
    void stop() {
        if (enrollment != null) {
            enrollment.close();
        }
    }

    @Test
    void opensslReadsAndVerifiesTheList() throws Exception {
        String text =
                tools.run("openssl", "crl", "-in", "crl.pem", "-noout", "-text", "-CAfile", "issuing.pem", "-verify");

        assertThat(text)
                .contains("verify OK", "Version 2", "Signature Algorithm: ecdsa-with-SHA256")
                .contains("X509v3 CRL Number", "X509v3 Authority Key Identifier")
                .contains("Key Compromise", "Certificate Hold")
                .doesNotContain("critical", "DirName", "Invalidity Date");
        assertThat(text.split("Serial Number: ")).hasSize(3);
    }

    @Test
    void opensslVerifiesWhatIsNotRevokedAndNothingElse() throws Exception {
        assertThat(verify("good").output()).contains("good.pem: OK");
        Tools.Run stolen = verify("stolen");
        assertThat(stolen.exit()).isNotZero();
        assertThat(stolen.output()).contains("certificate revoked");
        assertThat(verify("held").output()).contains("certificate revoked");
    }

    @Test
    void certificatesSayWhereToLook() throws Exception {
        String text = tools.run("openssl", "x509", "-in", "good.pem", "-noout", "-text");
        String keyId = enrollment
                .server()
                .publication()
                .orElseThrow()
                .crls()
                .current()
                .orElseThrow()
                .issuer();

        assertThat(text)
                .contains("URI:" + url + "/crl/" + keyId, "OCSP - URI:" + url + "/ocsp")
                .contains("CA Issuers - URI:" + url + "/ca/" + keyId);
        tools.run("curl", "-sSf", "-o", "ca.der", url + "/ca/" + keyId);
        assertThat(tools.run("openssl", "x509", "-inform", "DER", "-in", "ca.der"))
                .isEqualTo(tools.run("openssl", "x509", "-in", "issuing.pem"));
    }

    @Test
    void curlIsToldWhatItHasAlready() throws Exception {
        tools.run("curl", "-sSf", "--etag-save", "etag", "-o", "first", url + "/crl");
        String again =
                tools.run("curl", "-sSf", "--etag-compare", "etag", "-o", "second", "-w", "%{http_code}", url + "/crl");

        assertThat(again).isEqualTo("304");
    }

    @Test
    void opensslAsksForTheStatus() throws Exception {
        for (String hash : List.of("-sha1", "-sha256")) {
            for (String nonce : List.of("-nonce", "-no_nonce")) {
                assertThat(ocsp(hash, nonce, "-cert", "good.pem")).contains("Response verify OK", "good.pem: good");
                assertThat(ocsp(hash, nonce, "-cert", "stolen.pem"))
                        .contains("Response verify OK", "stolen.pem: revoked", "Reason: keyCompromise");
                assertThat(ocsp(hash, nonce, "-cert", "held.pem")).contains("held.pem: revoked", "certificateHold");
                assertThat(ocsp(hash, nonce, "-serial", "0x1234")).contains("Response verify OK", "0x1234: unknown");
            }
        }
    }

    @Test
    void opensslAsksForSeveralAtOnce() throws Exception {
        assertThat(ocsp("-sha256", "-nonce", "-cert", "good.pem", "-cert", "stolen.pem", "-serial", "77"))
                .contains("Response verify OK", "good.pem: good", "stolen.pem: revoked", "77: unknown")
                .doesNotContain("WARNING");
    }

    @Test
    void theSignerIsDelegated() throws Exception {
        String text = tools.run(
                "openssl",
                "ocsp",
                "-issuer",
                "issuing.pem",
                "-cert",
                "good.pem",
                "-url",
                url + "/ocsp",
                "-CAfile",
                "root.pem",
                "-resp_text");

        assertThat(text)
                .contains("OCSP Signing", "OCSP No Check", "Signature Algorithm: ecdsa-with-SHA256", "Next Update");
    }

    @Test
    void opensslAsksWithGet() throws Exception {
        tools.run(
                "openssl", "ocsp", "-issuer", "issuing.pem", "-cert", "stolen.pem", "-no_nonce", "-reqout", "req.der");
        String base64 = tools.run("openssl", "base64", "-A", "-in", "req.der").strip();
        String path = base64.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D");
        for (String form : List.of(path, base64)) {
            String head = tools.run("curl", "-sSf", "-D", "-", "-o", "resp.der", url + "/ocsp/" + form);
            assertThat(head)
                    .contains("application/ocsp-response", "etag: \"", "expires: ", "last-modified: ")
                    .containsPattern("cache-control: public, max-age=3[56]\\d\\d, no-transform, must-revalidate");
            assertThat(tools.run(
                            "openssl",
                            "ocsp",
                            "-respin",
                            "resp.der",
                            "-issuer",
                            "issuing.pem",
                            "-cert",
                            "stolen.pem",
                            "-CAfile",
                            "root.pem"))
                    .contains("Response verify OK", "stolen.pem: revoked");
        }
    }

    @Test
    void gnutlsAsksForTheStatus() throws Exception {
        Tools.require("ocsptool", "--version", "gnutls-bin");
        tools.run("sh", "-c", "cat issuing.pem root.pem > chain.pem");

        String good = ocsptool("good.pem");
        String stolen = ocsptool("stolen.pem");

        assertThat(good).contains("Certificate Status: good", "Success");
        assertThat(stolen).contains("Certificate Status: revoked", "Success");
    }

    private String ocsptool(String certificate) throws Exception {
        return tools.attempt(
                        "ocsptool",
                        "--ask=" + url + "/ocsp",
                        "--nonce",
                        "--load-issuer",
                        "issuing.pem",
                        "--load-cert",
                        certificate,
                        "--load-trust",
                        "issuing.pem")
                .output();
    }

    private String ocsp(String hash, String nonce, String... about) throws Exception {
        List<String> command = new java.util.ArrayList<>(
                List.of("openssl", "ocsp", hash, nonce, "-issuer", "issuing.pem", "-CAfile", "root.pem"));
        command.addAll(List.of("-url", url + "/ocsp"));
        command.addAll(List.of(about));
        return tools.run(command.toArray(String[]::new));
    }

    private Tools.Run verify(String name) throws Exception {
        return tools.attempt(
                "openssl",
                "verify",
                "-x509_strict",
                "-crl_check",
                "-CRLfile",
                "crl.pem",
                "-CAfile",
                "root.pem",
                "-untrusted",
                "issuing.pem",
                name + ".pem");
    }

    private NodeIdentity enroll(String user) throws Exception {
        try (EstClient client = enrollment.client()) {
            return client.enroll(enrollment.server().issueToken(TokenRequest.peer(user)));
        }
    }

    private void save(String name, NodeIdentity identity) throws Exception {
        Pem.writeCertificates(tools.file(name + ".pem"), identity.chain().subList(0, 1));
    }

    private void revoke(NodeIdentity identity, RevocationReason reason) throws Exception {
        BigInteger serial = identity.chain().getFirst().getSerialNumber();
        enrollment
                .server()
                .revocations()
                .revoke(new RevocationRequest(new Selector.Serial(serial), reason, null, AuditActor.SERVER));
    }
}
