package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.gateway.isim.TestSet;
import io.pigw.gateway.registration.AkaRegistrar;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.identity.EcdsaSigner;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.testing.TestPki;
import io.pigw.runtime.testing.WholeLog;
import io.pigw.runtime.trace.MessageTrace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole gateway, registered by AKA with a core that knows its ISIM. */
final class GatewayRegistrationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Environment ENVIRONMENT = Environment.create(2);
    private static final TestPki PKI = TestPki.create();
    private static final NodeIdentity BOB = PKI.issue(Role.PEER, 586, "bob@p2p.example.net");
    private static final TestSet SET = TestSet.of(3);
    private static final String BODY = "hei, Ålice";

    @TempDir
    private Path directory = Path.of("none");

    private final WholeLog log = WholeLog.open();

    @AfterEach
    void theLogTellsNoKeyAndNoBody() {
        log.close();
        log.assertTellsNone(
                SET.key().toHex(), SET.opc().toHex(), SET.f3().toHex(), SET.f4().toHex(), BODY);
    }

    @AfterAll
    static void stop() {
        ENVIRONMENT.close();
    }

    @Test
    void registersSendsAlongTheServiceRouteAndDeregisters() throws Exception {
        try (AkaRegistrar core = new AkaRegistrar(SET, 600);
                FakeCsp csp = new FakeCsp(ENVIRONMENT, PKI.issue(Role.CSP, 512), 0)) {
            try (Gateway gateway = start(core, csp)) {
                await().atMost(PATIENCE).until(() -> ready(gateway).statusCode() == 200);

                csp.send(NodeId.of(260), signed("r1"));

                await().atMost(PATIENCE).until(() -> core.requests.getLast().startsWith("MESSAGE"));
                assertThat(core.requests.getLast()).contains("\r\nRoute: <sip:orig@scscf.ims.example.net;lr>\r\n");
            }

            assertThat(core.requests.getLast()).startsWith("REGISTER").contains("expires=0");
        }
    }

    @Test
    void aRequestToItsContactGoesToThePeerInTo() throws Exception {
        try (AkaRegistrar core = new AkaRegistrar(SET, 600);
                FakeIms ims = new FakeIms();
                FakeCsp csp = new FakeCsp(ENVIRONMENT, PKI.issue(Role.CSP, 512), 0);
                Gateway gateway = start(core, csp)) {
            await().atMost(PATIENCE).until(() -> ready(gateway).statusCode() == 200);

            String answer = ims.message(
                    gateway.sipAddress(),
                    "sip:pigw@" + gateway.sipAddress(),
                    "sip:586@p2p.example.net",
                    "c1@client",
                    "hi");

            assertThat(answer).startsWith("SIP/2.0 200 ");
            await().atMost(PATIENCE).until(() -> !csp.received.isEmpty());
            assertThat(csp.received.getFirst().target()).isEqualTo(new Party.Node(NodeId.of(586)));
        }
    }

    @Test
    void isNotReadyWithoutACoreAndSaysWhy() throws Exception {
        AkaRegistrar core = new AkaRegistrar(SET, 600);
        core.silent(true);
        try (core;
                FakeCsp csp = new FakeCsp(ENVIRONMENT, PKI.issue(Role.CSP, 512), 0);
                Gateway gateway = start(core, csp)) {
            await().atMost(PATIENCE).until(csp::isLinked);

            HttpResponse<String> answer = ready(gateway);

            assertThat(answer.statusCode()).isEqualTo(503);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ready(gateway).body()).contains("not registered"));
        }
    }

    private Gateway start(AkaRegistrar core, FakeCsp csp) throws IOException {
        Path key = Files.writeString(
                directory.resolve("isim.key"),
                "k=" + SET.key().toHex() + "\nopc=" + SET.opc().toHex() + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path file = Files.writeString(directory.resolve("gateway.yaml"), """
                identity: {key: none, certificates: none, trust: none}
                overlay: {name: p2p.example.net, ringBits: 11}
                csps: [{id: "512", address: "%2$s"}]
                sip:
                  listen: "127.0.0.1:0"
                  core: "127.0.0.1:%3$d"
                  domain: ims.example.net
                  registration:
                    soft:
                      impi: pigw@ims.example.net
                      impus: ["sip:pigw@ims.example.net"]
                      key: %1$s/isim.key
                      sequence: %1$s/isim.sequence
                    firstRetry: 200ms
                    maxRetry: 1s
                store: {directory: %1$s/db}
                delivery: {secretFile: %1$s/names.secret}
                admin: 127.0.0.1:0
                """.formatted(
                        directory, csp.config().address(), core.port()));
        return Gateway.start(
                Configuration.load(file, GatewayConfig.class, Map.of()),
                PKI.issue(Role.GATEWAY, 260),
                ENVIRONMENT,
                MessageTrace.NONE);
    }

    private static HttpResponse<String> ready(Gateway gateway) throws Exception {
        HostPort admin = gateway.adminAddress().orElseThrow();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + admin + "/health/ready"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static MessageRequest signed(String callId) {
        Party to = new Party.User("alice", "ims.example.net");
        MessageRequest message = new MessageRequest(
                to,
                69,
                new Party.Node(NodeId.of(586)),
                to,
                NodeId.of(586),
                new CallId(callId),
                new Transaction(callId.hashCode()),
                Instant.now(),
                "text/plain;charset=UTF-8",
                null,
                null,
                List.of(),
                Bytes.utf8(BODY));
        Bytes signature = new EcdsaSigner(BOB).sign(SignedContent.message("p2p.example.net", message));
        return message.withIdentity(new Identity(signature, BOB.certificate().der()));
    }
}
