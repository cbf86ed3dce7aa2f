package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.gateway.sip.RawUdp;
import io.pigw.gateway.sip.Texts;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.config.OverlayConfig;
import io.pigw.runtime.identity.EcdsaSigner;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.TestPki;
import io.pigw.runtime.trace.MessageTrace;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the application server promises to the core, through the whole gateway: registered users, expiry, once and once only. */
final class AsGatewayTest {

    private static final Environment ENVIRONMENT = Environment.create(2);
    private static final TestPki PKI = TestPki.create();
    private static final NodeIdentity GATEWAY = PKI.issue(Role.GATEWAY, 260);
    private static final NodeIdentity BOB = PKI.issue(Role.PEER, 586, "bob@p2p.example.net");
    private static final Path NO_FILE = Path.of("none");

    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    private Path directory = NO_FILE;

    private @Nullable FakeIms imsOrNull;
    private @Nullable FakeCsp cspOrNull;

    @BeforeEach
    void open() throws Exception {
        imsOrNull = keep(new FakeIms());
        cspOrNull = keep(new FakeCsp(ENVIRONMENT, PKI.issue(Role.CSP, 512), 0));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open.reversed()) {
            resource.close();
        }
    }

    @AfterAll
    static void stop() {
        ENVIRONMENT.close();
    }

    @Test
    void whoRegistersGetsAtOnceWhatWaitsForHim() throws Exception {
        // Given a message that the core could not deliver, and that would be tried again in 40 s at the earliest
        ims().answer("480 Temporarily Unavailable");
        Gateway gateway = start(Duration.ofSeconds(50));
        csp().send(NodeId.of(260), signedByBob());
        await().atMost(Duration.ofSeconds(30)).until(() -> ims().requests.size() == 1);
        ims().answer("200 OK");

        String answer = exchange(gateway, register("alice", 3600, 1));

        assertThat(answer).startsWith("SIP/2.0 200 OK\r\n").contains("\r\nExpires: 3600\r\n");
        await().atMost(Duration.ofSeconds(20)).until(() -> ims().requests.size() == 2);
        await().until(() -> gateway.status().get(30, TimeUnit.SECONDS).pending() == 0);
    }

    @Test
    void anOperatorSeesWhoIsRegisteredOverARestartToo() throws Exception {
        Gateway gateway = start(Duration.ofMillis(100));
        exchange(gateway, register("alice", 3600, 1));
        exchange(gateway, register("carol", 3600, 1));
        exchange(gateway, register("dave", 3600, 1));
        exchange(gateway, register("dave", 0, 2));
        assertThat(get(gateway, "/ims-users"))
                .contains("\"user\":\"alice@ims.example.net\"", "\"servedBy\":\"sip:scscf1.ims.example.net\"")
                .contains("\"user\":\"carol@ims.example.net\"", "\"next\":null")
                .doesNotContain("dave");
        gateway.close();

        Gateway again = start(Duration.ofMillis(100));

        assertThat(get(again, "/ims-users?max=1"))
                .contains("alice@ims.example.net", "\"next\":\"alice@ims.example.net\"")
                .doesNotContain("carol");
        assertThat(get(again, "/ims-users?max=1&after=alice@ims.example.net")).contains("carol@ims.example.net");
        assertThat(get(again, "/ims-users?user=carol@ims.example.net")).contains("\"user\":\"carol@ims.example.net\"");
        assertThat(get(again, "/ims-users?user=dave@ims.example.net")).contains("\"users\":[]");
        assertThat(get(again, "/ims-users?user=dave")).contains("\"error\"");
        assertThat(get(again, "/metrics")).contains("pigw_gateway_ims_users", "pigw_sip_admitted_share 1.0");
    }

    @Test
    void aFloodOfCopiesIsDeliveredOnceOverARestartToo() throws Exception {
        Gateway gateway = start(Duration.ofMillis(100));
        flood(gateway, 2_000);
        await().atMost(Duration.ofSeconds(30)).until(() -> csp().received.size() == 1);
        gateway.close();

        Gateway again = start(Duration.ofMillis(100));
        flood(again, 500);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> again.status().get(30, TimeUnit.SECONDS).pending() == 0);
        assertThat(csp().received).hasSize(1);
    }

    @Test
    void whatHasExpiredIsRefusedAndWhatExpiresSoonIsGivenUpSoon() throws Exception {
        csp().behave(_ -> Optional.of(Status.TEMPORARILY_UNAVAILABLE));
        Gateway gateway = start(Duration.ofMillis(100));

        String late = exchange(gateway, message("late", "Date: Sat, 21 Nov 2020 10:00:00 GMT\r\nExpires: 60"));
        String soon =
                exchange(gateway, message("soon", "P-Asserted-Identity: <sip:alice@ims.example.net>\r\nExpires: 1"));

        assertThat(late).startsWith("SIP/2.0 400 The Message Has Expired\r\n");
        assertThat(soon).startsWith("SIP/2.0 200 ");
        await().atMost(Duration.ofSeconds(30)).until(() -> ims().requests.size() == 1);
        assertThat(ims().requests.getFirst()).contains("\r\n\r\nunreachable peer: 586 does not have your message of ");
    }

    /** Copies in portions that sockets can hold; after each, one answer at least has come. */
    private static void flood(Gateway gateway, int copies) {
        String text = message("flood", "P-Asserted-Identity: <sip:alice@ims.example.net>");
        try (RawUdp client = new RawUdp(gateway.sipAddress().port())) {
            for (int sent = 0; sent < copies; sent += 100) {
                for (int i = 0; i < 100; i++) {
                    client.send(text);
                }
                assertThat(client.receiveText()).startsWith("SIP/2.0 200 OK\r\n");
            }
        }
    }

    private static String exchange(Gateway gateway, String request) {
        try (RawUdp client = new RawUdp(gateway.sipAddress().port())) {
            client.send(request);
            return client.receiveText();
        }
    }

    /** Answered to the packet's port, as rport asks. */
    private static String message(String branch, String extra) {
        return Texts.message("UDP", 5060, branch, extra, "hi");
    }

    private static String register(String user, int expires, int cseq) {
        return "REGISTER sip:pigw.example.net SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK" + user + cseq + ";rport\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:scscf1.ims.example.net>;tag=s\r\n"
                + "To: <sip:" + user + "@ims.example.net>\r\n"
                + "Call-ID: reg-" + user + "@scscf1.ims.example.net\r\n"
                + "CSeq: " + cseq + " REGISTER\r\n"
                + "Contact: <sip:scscf1.ims.example.net>\r\n"
                + "Expires: " + expires + "\r\n"
                + "Content-Length: 0\r\n\r\n";
    }

    private static String get(Gateway gateway, String path) throws Exception {
        URI uri = URI.create("http://" + gateway.adminAddress().orElseThrow() + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static MessageRequest signedByBob() {
        Party to = new Party.User("alice", "ims.example.net");
        MessageRequest message = new MessageRequest(
                to,
                69,
                new Party.Node(NodeId.of(586)),
                to,
                NodeId.of(586),
                new CallId("waits"),
                new Transaction(1),
                Instant.now(),
                "text/plain",
                null,
                null,
                List.of(),
                Bytes.utf8("hei"));
        Bytes signature = new EcdsaSigner(BOB).sign(SignedContent.message("p2p.example.net", message));
        return message.withIdentity(new Identity(signature, BOB.certificate().der()));
    }

    private Gateway start(Duration retry) throws Exception {
        SipConfig sip = Configuration.load(
                Files.writeString(directory.resolve("sip.yaml"), """
                        listen: 127.0.0.1:0
                        core: "%s"
                        domain: ims.example.net
                        trusted: [127.0.0.1]
                        """.formatted(ims().address())),
                SipConfig.class,
                Map.of());
        GatewayConfig config = new GatewayConfig(
                new IdentityConfig(NO_FILE, NO_FILE, NO_FILE),
                new OverlayConfig("p2p.example.net", 11),
                List.of(csp().config()),
                sip,
                new StoreConfig(directory.resolve("db")),
                new DeliveryConfig(
                        retry,
                        retry,
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(2),
                        64,
                        1_000,
                        1 << 20,
                        10_000,
                        Duration.ofDays(7),
                        false,
                        directory.resolve("names.secret")),
                new HostPort("127.0.0.1", 0));
        Gateway gateway = keep(Gateway.start(config, GATEWAY, ENVIRONMENT, MessageTrace.NONE));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> gateway.status().get(30, TimeUnit.SECONDS).cspsUp() == 1);
        return gateway;
    }

    private <T extends AutoCloseable> T keep(T resource) {
        open.add(resource);
        return resource;
    }

    private FakeIms ims() {
        return Objects.requireNonNull(imsOrNull);
    }

    private FakeCsp csp() {
        return Objects.requireNonNull(cspOrNull);
    }
}
