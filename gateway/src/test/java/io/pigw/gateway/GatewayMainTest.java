package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Status;
import io.pigw.runtime.Environment;
import io.pigw.runtime.identity.IdentityFiles;
import io.pigw.runtime.testing.TestPki;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as a process of its own, which can be killed. */
class GatewayMainTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final List<Process> processes = new ArrayList<>();

    @TempDir
    private Path directory = Path.of("none");

    @AfterEach
    void endProcesses() throws InterruptedException {
        for (Process process : processes) {
            kill(process);
        }
    }

    @Test
    void whatWasAcceptedBeforeAKillIsDeliveredAfterIt() throws Exception {
        TestPki pki = TestPki.create();
        IdentityFiles.in(directory).save(pki.issue(Role.GATEWAY, 260));
        try (Environment environment = Environment.create(1);
                FakeIms ims = new FakeIms();
                FakeCsp csp = new FakeCsp(environment, pki.issue(Role.CSP, 512), 0)) {
            csp.behave(_ -> Optional.empty());
            HostPort sip = new HostPort("127.0.0.1", freePort());
            Path config = configure(sip, ims, csp);
            Process first = run(config, csp);
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(ims.message(sip, "sip:" + (600 + i) + "@p2p.example.net", i + "@client", "hi"));
            }
            assertThat(answers).allMatch(answer -> answer.startsWith("SIP/2.0 200 "));
            await().atMost(PATIENCE).until(() -> csp.received.size() >= 20);
            List<CallId> accepted =
                    csp.received.stream().map(MessageRequest::callId).distinct().toList();

            kill(first);
            await().atMost(PATIENCE).until(() -> !csp.isLinked());
            csp.received.clear();
            csp.behave(_ -> Optional.of(Status.OK));
            run(config, csp);

            await().atMost(PATIENCE).until(() -> callIds(csp).size() >= 20);
            assertThat(csp.received).extracting(MessageRequest::callId).containsExactlyInAnyOrderElementsOf(accepted);
            assertThat(ims.requests).isEmpty();
        }
    }

    private static Set<CallId> callIds(FakeCsp csp) {
        return csp.received.stream().map(MessageRequest::callId).collect(Collectors.toSet());
    }

    private Process run(Path config, FakeCsp csp) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GatewayMain.class.getName(),
                        "--config",
                        config.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("gateway.log").toFile()))
                .start();
        processes.add(process);
        await().atMost(PATIENCE).until(() -> csp.isLinked() || !process.isAlive());
        assertThat(process.isAlive())
                .withFailMessage(() -> "the gateway ended:\n" + log())
                .isTrue();
        return process;
    }

    private Path configure(HostPort sip, FakeIms ims, FakeCsp csp) throws IOException {
        return Files.writeString(directory.resolve("gateway.yaml"), """
                identity: {key: %1$s/key.pem, certificates: %1$s/certificates.pem, trust: %1$s/trust.pem}
                overlay: {name: p2p.example.net, ringBits: 11}
                csps: [{id: "512", address: "%2$s"}]
                sip: {listen: "%3$s", core: "%4$s", domain: ims.example.net}
                store: {directory: %1$s/db}
                delivery: {firstRetry: 100ms, maxRetry: 1s, expiry: 10m, attemptTimeout: 1m}
                """.formatted(
                        directory, csp.config().address(), sip, ims.address()));
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("gateway.log"));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
