package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.Commands.Result;
import io.pigw.runtime.identity.CertificateReader;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Enrollment by strongSwan's {@code pki}, an EST client that speaks TLS 1.2 and reads base64 on a single line alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrongswanTest {

    private TestEnrollment enrollment;
    private Commands commands;
    private String url;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Commands.need("strongswan-pki", "pki", "--est", "--help");
        Commands.need(
                "libstrongswan-standard-plugins", "pki", "--gen", "--type", "ecdsa", "--size", "256", "--debug", "0");
        enrollment = new TestEnrollment(directory.resolve("server"), 128);
        commands = new Commands(Files.createDirectory(directory.resolve("client")));
        url = "https://" + enrollment.server().address();
        Files.copy(enrollment.server().trustFile(), commands.directory().resolve("trust.pem"));
    }

    @AfterAll
    void stop() {
        if (enrollment != null) {
            enrollment.close();
        }
    }

    @Test
    void fetchesTheAuthoritiesEnrollsAndRenews() throws Exception {
        commands.run("pki", "--estca", "--url", url, "--cacert", "trust.pem", "--caout", "ca.pem", "--outform", "pem");
        String token = enrollment.server().issueToken(TokenRequest.peer("alice"));
        request("first");

        commands.into(
                "first.pem",
                "pki",
                "--est",
                "--url",
                url,
                "--in",
                "first.csr",
                "--cacert",
                "ca.pem",
                "--cacert",
                "ca-1.pem",
                "--userpass",
                "alice:" + token,
                "--outform",
                "pem");
        request("second");
        commands.into(
                "second.pem",
                "pki",
                "--est",
                "--url",
                url,
                "--in",
                "second.csr",
                "--cacert",
                "ca.pem",
                "--cacert",
                "ca-1.pem",
                "--cert",
                "first.pem",
                "--key",
                "first.key",
                "--outform",
                "pem");

        X509Certificate first = certificate("first.pem");
        X509Certificate second = certificate("second.pem");
        assertThat(CertificateReader.read(second).id())
                .isEqualTo(CertificateReader.read(first).id());
        assertThat(second.getPublicKey()).isNotEqualTo(first.getPublicKey());
        assertThat(commands.run("pki", "--verify", "--in", "second.pem", "--cacert", "ca.pem", "--ca", "ca-1.pem"))
                .contains("certificate trusted");
    }

    @Test
    void isToldThatTheTokenIsNotGood() throws Exception {
        request("wrong");

        Result result = commands.attempt(
                "pki",
                "--est",
                "--url",
                url,
                "--in",
                "wrong.csr",
                "--cacert",
                "trust.pem",
                "--userpass",
                "alice:guess");

        assertThat(result.status()).isNotZero();
        assertThat(result.output()).contains("401");
    }

    private void request(String name) throws Exception {
        commands.into(name + ".key", "pki", "--gen", "--type", "ecdsa", "--size", "256", "--outform", "pem");
        commands.into(name + ".csr", "pki", "--req", "--type", "ecdsa", "--in", name + ".key", "--dn", "CN=" + name);
    }

    private X509Certificate certificate(String file) throws Exception {
        byte[] pem = Files.readAllBytes(commands.directory().resolve(file));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    }
}
