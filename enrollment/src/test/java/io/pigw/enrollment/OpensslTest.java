package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.identity.CertificateProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Enrollment by programs that nobody here wrote: curl and OpenSSL. */
class OpensslTest {

    @TempDir
    private Path directory;

    @BeforeAll
    static void toolsAreThere() {
        for (String tool : List.of("curl", "openssl")) {
            boolean found = isThere(tool);
            if (Boolean.getBoolean("require.tools")) {
                assertThat(found).as("%s is installed", tool).isTrue();
            }
            assumeTrue(found, tool + " is not installed");
        }
    }

    @Test
    void curlEnrollsAndOpensslVerifies() throws Exception {
        try (TestEnrollment enrollment = new TestEnrollment(directory.resolve("server"), 11)) {
            String token = enrollment
                    .server()
                    .issueToken(TokenRequest.fixed("bob", Role.PEER, NodeId.of(586), List.of("bob", "robert")));
            Path trust = enrollment.server().trustFile();

            run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "key.pem");
            run("openssl", "req", "-new", "-key", "key.pem", "-subj", "/CN=me", "-outform", "DER", "-out", "csr.der");
            run("openssl", "base64", "-in", "csr.der", "-out", "csr.b64");
            String status = run(
                    "curl",
                    "-sS",
                    "--cacert",
                    trust.toString(),
                    "-u",
                    "bob:" + token,
                    "-H",
                    "Content-Type: application/pkcs10",
                    "-H",
                    "Content-Transfer-Encoding: base64",
                    "--data-binary",
                    "@csr.b64",
                    "-o",
                    "answer.b64",
                    "-w",
                    "%{http_code}",
                    enrollment.server().est() + "/simpleenroll");
            assertThat(status).isEqualTo("200");
            run("openssl", "base64", "-d", "-A", "-in", "answer.b64", "-out", "answer.der");
            run("openssl", "pkcs7", "-inform", "DER", "-in", "answer.der", "-print_certs", "-out", "chain.pem");
            split("chain.pem");

            String policy = CertificateProfile.policyOid(Role.PEER);
            for (String purpose : List.of("sslclient", "sslserver")) {
                assertThat(run(
                                "openssl",
                                "verify",
                                "-x509_strict",
                                "-policy_check",
                                "-explicit_policy",
                                "-policy",
                                policy,
                                "-purpose",
                                purpose,
                                "-CAfile",
                                trust.toString(),
                                "-untrusted",
                                "issuing.pem",
                                "leaf.pem"))
                        .contains("leaf.pem: OK");
            }
            String text = run("openssl", "x509", "-in", "leaf.pem", "-noout", "-text", "-nameopt", "RFC2253");
            assertThat(text)
                    .containsPattern("Subject: *\\R")
                    .contains("ASN1 OID: prime256v1", "Signature Algorithm: ecdsa-with-SHA256")
                    .containsPattern("Subject Alternative Name: critical\\s+URI:p2psip:586@p2p.example.net, "
                            + "email:bob@p2p.example.net, email:robert@p2p.example.net")
                    .containsPattern("X509v3 Key Usage: critical\\s+Digital Signature, Key Agreement\\R")
                    .containsPattern("Extended Key Usage: \\s+TLS Web Client Authentication, TLS Web Server")
                    .contains("Policy: " + policy)
                    .doesNotContain("CN=me");
            assertThat(run("openssl", "x509", "-in", "leaf.pem", "-noout", "-pubkey"))
                    .isEqualTo(run("openssl", "ec", "-in", "key.pem", "-pubout"));
        }
    }

    @Test
    void curlRenewsByTheCurrentCertificateAndOpensslVerifies() throws Exception {
        try (TestEnrollment enrollment = new TestEnrollment(directory.resolve("server"), 128)) {
            String token = enrollment.server().issueToken(TokenRequest.peer("bob"));
            Path trust = enrollment.server().trustFile();
            request("first");
            request("second");

            assertThat(post(enrollment, "simpleenroll", "first", "--user", "bob:" + token))
                    .isEqualTo("200");
            chain("first");
            assertThat(post(enrollment, "simplereenroll", "second", "--cert", "first.pem", "--key", "first.key"))
                    .isEqualTo("200");
            chain("second");

            assertThat(run(
                            "openssl",
                            "verify",
                            "-x509_strict",
                            "-CAfile",
                            trust.toString(),
                            "-untrusted",
                            "second.chain",
                            "second.pem"))
                    .contains("second.pem: OK");
            assertThat(name("second.pem")).contains("URI:p2psip:").isEqualTo(name("first.pem"));
            assertThat(run("openssl", "x509", "-in", "second.pem", "-noout", "-pubkey"))
                    .isEqualTo(run("openssl", "ec", "-in", "second.key", "-pubout"))
                    .isNotEqualTo(run("openssl", "ec", "-in", "first.key", "-pubout"));
            assertThat(post(enrollment, "simplereenroll", "second")).isEqualTo("403");
            assertThat(Files.readString(directory.resolve("second.b64"))).contains("no_certificate");
        }
    }

    @Test
    void curlFetchesWhatARequestMustHold() throws Exception {
        try (TestEnrollment enrollment = new TestEnrollment(directory.resolve("server"), 11)) {
            run(
                    "curl",
                    "-sS",
                    "--cacert",
                    enrollment.server().trustFile().toString(),
                    "-o",
                    "attributes.b64",
                    enrollment.server().est() + "/csrattrs");

            run("openssl", "base64", "-d", "-A", "-in", "attributes.b64", "-out", "attributes.der");
            assertThat(run("openssl", "asn1parse", "-inform", "DER", "-in", "attributes.der"))
                    .contains(":id-ecPublicKey", ":prime256v1", ":ecdsa-with-SHA256");
        }
    }

    private void request(String name) throws Exception {
        run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", name + ".key");
        run(
                "openssl",
                "req",
                "-new",
                "-key",
                name + ".key",
                "-subj",
                "/CN=me",
                "-outform",
                "DER",
                "-out",
                name + ".der");
        run("openssl", "base64", "-in", name + ".der", "-out", name + ".csr");
    }

    private String post(TestEnrollment enrollment, String operation, String name, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--anyauth"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "--cacert",
                enrollment.server().trustFile().toString(),
                "-H",
                "Content-Type: application/pkcs10",
                "--data-binary",
                "@" + name + ".csr",
                "-o",
                name + ".b64",
                "-w",
                "%{http_code}",
                enrollment.server().est() + "/" + operation));
        return run(command.toArray(String[]::new));
    }

    /** Writes the certificate of the key to NAME.pem, and the whole answer to NAME.chain. */
    private void chain(String name) throws Exception {
        run("openssl", "base64", "-d", "-A", "-in", name + ".b64", "-out", name + ".p7");
        run("openssl", "pkcs7", "-inform", "DER", "-in", name + ".p7", "-print_certs", "-out", name + ".chain");
        Files.copy(
                directory.resolve(name + ".chain"),
                directory.resolve("chain.pem"),
                StandardCopyOption.REPLACE_EXISTING);
        split("chain.pem");
        Files.move(directory.resolve("leaf.pem"), directory.resolve(name + ".pem"));
    }

    private String name(String certificate) throws Exception {
        return run("openssl", "x509", "-in", certificate, "-noout", "-ext", "subjectAltName");
    }

    @Test
    void curlFetchesTheAuthorities() throws Exception {
        try (TestEnrollment enrollment = new TestEnrollment(directory.resolve("server"), 11)) {
            Path trust = enrollment.server().trustFile();

            run(
                    "curl",
                    "-sS",
                    "--tls-max",
                    "1.2",
                    "--cacert",
                    trust.toString(),
                    "-o",
                    "cacerts.b64",
                    enrollment.server().est() + "/cacerts");

            run("openssl", "base64", "-d", "-A", "-in", "cacerts.b64", "-out", "cacerts.der");
            assertThat(run("openssl", "pkcs7", "-inform", "DER", "-in", "cacerts.der", "-print_certs"))
                    .contains("CN = p2p.example.net root", "CN = p2p.example.net issuing")
                    .contains(Files.readString(trust).strip());
        }
    }

    /** Writes the leaf (which has an empty subject) and the issuing certificate to files of their own. */
    private void split(String file) throws IOException {
        String end = "-----END CERTIFICATE-----\n";
        for (String part : Files.readString(directory.resolve(file)).split(end)) {
            if (part.contains("BEGIN")) {
                boolean issuing = part.lines()
                        .filter(line -> line.startsWith("subject="))
                        .anyMatch(line -> line.contains("issuing"));
                Files.writeString(
                        directory.resolve(issuing ? "issuing.pem" : "leaf.pem"),
                        part.substring(part.indexOf("-----BEGIN")) + end);
            }
        }
    }

    private String run(String... command) throws Exception {
        Path errors = directory.resolve("stderr");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(errors.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as("%s: %s%s", String.join(" ", command), output, Files.readString(errors))
                .isZero();
        return output;
    }

    private static boolean isThere(String tool) {
        try {
            Process process = new ProcessBuilder(tool, "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.waitFor(10, TimeUnit.SECONDS);
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
