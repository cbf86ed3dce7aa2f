package io.pigw.gateway.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.gateway.sip.tls.SipPki;
import io.pigw.gateway.sip.tls.TlsConfig;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code openssl s_client} as the other side. */
final class OpenSslTest {

    private static final int PATIENCE_SECONDS = 30;

    private final Loops loops = Loops.open(2);
    private final CountingMetrics metrics = new CountingMetrics();
    private final SipPki ims = new SipPki();
    private SipTransport transport;
    private SipPki.Files3 core;

    @TempDir
    Path folder;

    @BeforeAll
    static void needsOpenssl() {
        boolean installed = false;
        for (String path : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            installed |= new File(path, "openssl").canExecute();
        }
        String missing = "openssl is not installed: apt-get install openssl";
        if (Boolean.getBoolean("require.tools")) {
            Assertions.assertThat(installed).as(missing).isTrue();
        }
        Assumptions.assumeTrue(installed, missing);
    }

    @BeforeEach
    void open() {
        SipPki.Files3 files = ims.write(folder.resolve("gateway"), ims.certificate("DNS:gw.example.net"));
        core = ims.write(folder.resolve("core"), ims.certificate("sip:core.example.net"));
        transport = Transports.open(
                SipTransportConfig.of(new HostPort("127.0.0.1", 0), Optional.empty())
                        .withTls(TlsConfig.of(
                                new HostPort("127.0.0.1", 0), files.certificate(), files.key(), files.trust())),
                loops,
                metrics);
        transport.onRequest(request -> request.open()
                .orElseThrow()
                .send(Status.of(200, request.peerNames().toString())));
    }

    @AfterEach
    void close() {
        transport.close();
        loops.close();
    }

    @Test
    void sendsAMessageOverTls13() throws Exception {
        assertThat(talk(
                        "-tls1_3",
                        "-cert",
                        core.certificate().toString(),
                        "-key",
                        core.key().toString()))
                .contains("SIP/2.0 200 [core.example.net]\r\n");
    }

    @Test
    void sendsAMessageOverTls12() throws Exception {
        assertThat(talk(
                        "-tls1_2",
                        "-cert",
                        core.certificate().toString(),
                        "-key",
                        core.key().toString()))
                .contains("SIP/2.0 200 [core.example.net]\r\n");
    }

    @Test
    void isRefusedWithTls11() throws Exception {
        assertRefused(
                "-tls1_1",
                "-cipher",
                "ALL:@SECLEVEL=0",
                "-cert",
                core.certificate().toString(),
                "-key",
                core.key().toString());
    }

    @Test
    void isRefusedWithACipherThatKeepsNoForwardSecrecy() throws Exception {
        assertRefused(
                "-tls1_2",
                "-cipher",
                "AES128-SHA:@SECLEVEL=0",
                "-cert",
                core.certificate().toString(),
                "-key",
                core.key().toString());
    }

    @Test
    void isRefusedWithoutACertificate() throws Exception {
        assertRefused("-tls1_2");
    }

    private void assertRefused(String... options) throws Exception {
        String said = talk(options);

        assertThat(said).contains("alert").doesNotContain("SIP/2.0 200");
        await().until(() -> metrics.of(SipMetrics.CONNECTIONS, "handshake_failed") == 1);
    }

    /** What openssl says, once it has its answer or is refused. It verifies the gateway's name itself. */
    private String talk(String... options) throws Exception {
        Path output = folder.resolve("s_client.out");
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_client",
                "-connect",
                transport.localTls().orElseThrow().toString(),
                "-servername",
                "gw.example.net",
                "-verify_hostname",
                "gw.example.net",
                "-verify_return_error",
                "-CAfile",
                ims.write(folder.resolve("trust"), ims.certificate("DNS:unused"))
                        .trust()
                        .toString(),
                "-quiet",
                "-no_ign_eof"));
        command.addAll(List.of(options));
        Process client = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            write(client, Texts.message("TLS", 5061, "openssl", "", "hello"));
            await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .until(() -> !client.isAlive()
                            || Files.readString(output, StandardCharsets.ISO_8859_1)
                                    .contains("SIP/2.0 "));
            return Files.readString(output, StandardCharsets.ISO_8859_1);
        } finally {
            client.destroyForcibly();
        }
    }

    private static void write(Process client, String text) {
        try {
            client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            client.getOutputStream().flush();
        } catch (IOException refused) {
            // the output says why
        }
    }
}
