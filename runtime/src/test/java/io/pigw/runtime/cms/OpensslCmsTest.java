package io.pigw.runtime.cms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.testing.TestPki;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted bodies by a program that nobody here wrote: OpenSSL, which knows AuthEnvelopedData since 3.0. */
class OpensslCmsTest {

    private static final MimeEntity TEXT = new MimeEntity("text/plain;charset=UTF-8", Bytes.utf8("Grüße: at noon"));

    @TempDir
    private Path directory;

    private final NodeIdentity carol = TestPki.create().issue(Role.PEER, 1618);

    @BeforeAll
    static void toolsAreThere() {
        boolean found = isThere();
        if (Boolean.getBoolean("require.tools")) {
            assertThat(found).as("openssl is installed, 3.0 or later").isTrue();
        }
        assumeTrue(found, "openssl 3.0 or later is not installed: apt-get install openssl");
    }

    @BeforeEach
    void writeCarolsFiles() throws Exception {
        pem("key.pem", "PRIVATE KEY", carol.key().getEncoded());
        pem("certificate.pem", "CERTIFICATE", carol.chain().getFirst().getEncoded());
    }

    @Test
    void opensslReadsWhatWeEncrypt() throws Exception {
        Bytes sealed = new Sealer(new SecureRandom()).seal(TEXT, carol.chain().getFirst());
        Files.write(directory.resolve("sealed.der"), sealed.toArray());

        run(
                "openssl",
                "cms",
                "-decrypt",
                "-binary",
                "-inform",
                "DER",
                "-in",
                "sealed.der",
                "-recip",
                "certificate.pem",
                "-inkey",
                "key.pem",
                "-out",
                "clear");
        String structure = run("openssl", "cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", "sealed.der");

        assertThat(Files.readAllBytes(directory.resolve("clear")))
                .isEqualTo(TEXT.toBytes().toArray());
        assertThat(structure)
                .contains("authEnvelopedData", "aes-256-gcm", "dhSinglePass-stdDH-sha256kdf-scheme", "id-aes256-wrap");
    }

    @Test
    void weReadWhatOpensslEncrypts() throws Exception {
        Files.write(directory.resolve("clear"), TEXT.toBytes().toArray());

        run(
                "openssl",
                "cms",
                "-encrypt",
                "-binary",
                "-aes-256-gcm",
                "-in",
                "clear",
                "-outform",
                "DER",
                "-out",
                "sealed.der",
                "-recip",
                "certificate.pem",
                "-keyopt",
                "ecdh_kdf_md:sha256");

        assertThat(Opener.of(carol).open(Bytes.copyOf(Files.readAllBytes(directory.resolve("sealed.der")))))
                .contains(TEXT);
    }

    private void pem(String file, String label, byte[] der) throws IOException {
        Files.writeString(
                directory.resolve(file),
                "-----BEGIN " + label + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                        + "-----\n");
    }

    private String run(String... command) throws Exception {
        Path errors = directory.resolve("stderr");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(errors.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as("%s: %s%s", String.join(" ", command), output, Files.readString(errors))
                .isZero();
        return output;
    }

    private static boolean isThere() {
        try {
            Process process = new ProcessBuilder("openssl", "version")
                    .redirectErrorStream(true)
                    .start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(10, TimeUnit.SECONDS);
            return version.matches("(?s)OpenSSL ([3-9]|[1-9][0-9]).*");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
