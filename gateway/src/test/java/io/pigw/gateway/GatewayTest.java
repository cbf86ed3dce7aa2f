package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.gateway.forward.CspState;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Notice;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.config.OverlayConfig;
import io.pigw.runtime.identity.EcdsaSigner;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.TestPki;
import io.pigw.runtime.trace.MessageTrace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole gateway between real sockets: SIP over UDP on one side, P2PSIP over mutual TLS on the other. */
class GatewayTest {

    private static final Environment ENVIRONMENT = Environment.create(2);
    private static final TestPki PKI = TestPki.create();
    private static final NodeIdentity GATEWAY = PKI.issue(Role.GATEWAY, 260);
    private static final NodeIdentity C512 = PKI.issue(Role.CSP, 512);
    private static final NodeIdentity C1536 = PKI.issue(Role.CSP, 1536);
    private static final NodeIdentity BOB = PKI.issue(Role.PEER, 586, "bob@p2p.example.net");
    private static final Path NO_FILE = Path.of("none");

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> steps = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory = NO_FILE;

    private @Nullable FakeIms imsOrNull;
    private @Nullable FakeCsp cspOrNull;

    @BeforeEach
    void open() throws Exception {
        imsOrNull = keep(new FakeIms());
        cspOrNull = keep(new FakeCsp(ENVIRONMENT, C512, 0));
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
    void anImsClientsMessageReachesAPeerUnchanged() throws Exception {
        Gateway gateway = startAndConnect("2s", csp());

        String response = ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "Grüße 👋\r\n");

        assertThat(response).startsWith("SIP/2.0 200 OK");
        MessageRequest message = awaitOne(csp().received);
        assertThat(message.target()).isEqualTo(new Party.Node(NodeId.of(586)));
        assertThat(message.from()).isEqualTo(new Party.User("alice", "ims.example.net"));
        assertThat(message.body()).isEqualTo(Bytes.utf8("Grüße 👋\r\n"));
        assertThat(message.callId().value()).doesNotContain("client");
        assertThat(message.contact()).isNull();
        assertThat(message.via()).isEmpty();
        awaitNothingPending(gateway);
        assertThat(steps)
                .containsExactly(
                        "alice@ims.example.net > 260 SIP MESSAGE",
                        "260 > alice@ims.example.net SIP 200 OK",
                        "260 > 512 P2PSIP MESSAGE");
    }

    @Test
    void aUsersDevicesAllGetIt() throws Exception {
        csp().certify(NodeId.of(586), NodeId.of(1618));
        Gateway gateway = startAndConnect("2s", csp());

        ims().message(gateway.sipAddress(), "sip:bob@p2p.example.net", "1@client", "hi");

        awaitNothingPending(gateway);
        assertThat(csp().received)
                .extracting(MessageRequest::target)
                .containsExactlyInAnyOrder(new Party.Node(NodeId.of(586)), new Party.Node(NodeId.of(1618)));
    }

    @Test
    void aSecondCopyIsAnsweredAlikeAndDeliveredOnce() throws Exception {
        Gateway gateway = startAndConnect("2s", csp());

        String first = ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");
        String second = ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");
        ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "2@client", "the next one");

        assertThat(List.of(first, second)).allMatch(text -> text.startsWith("SIP/2.0 200 OK"));
        awaitNothingPending(gateway);
        assertThat(csp().received).hasSize(2);
    }

    @Test
    void whoGuessesTheNextCallIdDoesNotSuppressTheMessage() throws Exception {
        // Given somebody who sends under the sender's name, From tag, Call-ID and CSeq before the sender does
        Gateway gateway = startAndConnect("2s", csp());
        ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "not from alice");
        ims().message(gateway.sipAddress(), "sip:1618@p2p.example.net", "1@client", "hi");

        // When the sender's own message comes
        String answer = ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");

        // Then what is acknowledged is delivered
        assertThat(answer).startsWith("SIP/2.0 200 OK");
        awaitNothingPending(gateway);
        assertThat(csp().received)
                .filteredOn(message -> message.target().equals(new Party.Node(NodeId.of(586))))
                .extracting(message -> message.body().toUtf8())
                .contains("hi");
    }

    @Test
    void whatNamesNoPeerIsNotFound() throws Exception {
        Gateway gateway = startAndConnect("2s", csp());

        for (String target : List.of("260@p2p.example.net", "2048@p2p.example.net", "pigw@ims.example.net")) {
            assertThat(ims().message(gateway.sipAddress(), "sip:" + target, target, "hi"))
                    .startsWith("SIP/2.0 404 ");
        }
        assertThat(csp().received).isEmpty();
    }

    @Test
    void withTheResponsibleCspDownTheNextOneTakesIt() throws Exception {
        FakeCsp other = keep(new FakeCsp(ENVIRONMENT, C1536, 0));
        Gateway gateway = startAndConnect("20s", csp(), other);
        csp().close();

        String response = ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");

        assertThat(response).startsWith("SIP/2.0 200 OK");
        awaitOne(other.received);
        awaitNothingPending(gateway);
    }

    @Test
    void whenNobodyCanBeReachedTheSenderIsToldOnce() throws Exception {
        csp().behave(_ -> Optional.of(Status.TEMPORARILY_UNAVAILABLE));
        Gateway gateway = startAndConnect("3s", csp());

        ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");

        String notice = awaitOne(ims().requests);
        assertThat(notice)
                .startsWith("MESSAGE sip:alice@ims.example.net SIP/2.0")
                .contains("From: <sip:586@p2p.example.net>;tag=")
                .endsWith("\r\n\r\nunreachable peer: 586");
        awaitNothingPending(gateway);
        assertThat(csp().received).hasSizeGreaterThan(1);
        assertThat(csp().received)
                .extracting(MessageRequest::callId)
                .containsOnly(csp().received.getFirst().callId());
        assertThat(csp().received).extracting(MessageRequest::transaction).doesNotHaveDuplicates();
        assertThat(ims().requests).hasSize(1);
    }

    @Test
    void whatMayHaveArrivedIsNotCalledUnreachable() throws Exception {
        csp().behave(_ -> Optional.of(Status.REQUEST_TIMEOUT));
        Gateway gateway = startAndConnect("500ms", csp());

        ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");

        assertThat(awaitOne(ims().requests)).contains("unconfirmed").doesNotContain("unreachable");
        awaitNothingPending(gateway);
    }

    @Test
    void aPeersMessageReachesAnImsClientUnderItsCertifiedName() throws Exception {
        Gateway gateway = startAndConnect("2s", csp());

        Response response = csp().send(NodeId.of(260), signed("p1", BOB));

        assertThat(response.status().code()).isEqualTo(200);
        String message = awaitOne(ims().requests);
        assertThat(message)
                .startsWith("MESSAGE sip:alice@ims.example.net SIP/2.0")
                .contains("From: <sip:bob@p2p.example.net>;tag=")
                .contains("P-Asserted-Identity: <sip:bob@p2p.example.net>")
                .doesNotContain("p1@", "586 127.0.0.1")
                .endsWith("\r\n\r\nhei, Ålice");
        awaitNothingPending(gateway);
        assertThat(steps)
                .containsExactly(
                        "260 > 512 P2PSIP 200 OK",
                        "260 > alice@ims.example.net SIP MESSAGE",
                        "alice@ims.example.net > 260 SIP 200");
    }

    @Test
    void aForgedMessageIsForbidden() throws Exception {
        startAndConnect("2s", csp());
        NodeIdentity stranger = TestPki.create().issue(Role.PEER, 586, "bob@p2p.example.net");
        NodeIdentity eve = PKI.issue(Role.PEER, 700, "eve@p2p.example.net");

        assertThat(csp().send(NodeId.of(260), signed("f1", stranger)).status().code())
                .isEqualTo(403);
        assertThat(csp().send(NodeId.of(260), signed("f2", eve)).status().code())
                .isEqualTo(403);
        assertThat(csp().send(NodeId.of(260), signed("f3", BOB).withIdentity(null))
                        .status()
                        .code())
                .isEqualTo(403);
        assertThat(ims().requests).isEmpty();
    }

    @Test
    void whenTheImsClientCannotBeReachedThePeerIsTold() throws Exception {
        ims().answer("404 Not Found");
        Gateway gateway = startAndConnect("2s", csp());

        csp().send(NodeId.of(260), signed("p2", BOB));

        MessageRequest notice = awaitOne(csp().received);
        assertThat(notice.notice()).isEqualTo(new Notice(Notice.Kind.UNREACHABLE, new CallId("p2")));
        assertThat(notice.target()).isEqualTo(new Party.Node(NodeId.of(586)));
        assertThat(notice.from()).isEqualTo(new Party.User("alice", "ims.example.net"));
        awaitNothingPending(gateway);
        assertThat(csp().received).hasSize(1);
    }

    @Test
    void whatWasAcceptedIsDeliveredAfterARestart() throws Exception {
        csp().behave(_ -> Optional.empty());
        Gateway gateway = startAndConnect("60s", csp());
        ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");
        CallId callId = awaitOne(csp().received).callId();
        gateway.close();
        csp().received.clear();
        csp().behave(_ -> Optional.of(Status.OK));

        Gateway again = startAndConnect("60s", csp());

        assertThat(awaitOne(csp().received).callId()).isEqualTo(callId);
        awaitNothingPending(again);
        assertThat(ims().message(again.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi"))
                .startsWith("SIP/2.0 200 OK");
        assertThat(csp().received).hasSize(1);
    }

    @Test
    void aRestartRedialsTheCspsOfTheTable() throws Exception {
        startAndConnect("2s", csp()).close();

        Gateway again = start("2s", List.of());

        awaitConnected(again, 1);
        assertThat(status(again).csps())
                .singleElement()
                .satisfies(state -> assertThat(state.contact().id()).isEqualTo(csp().id()));
    }

    @Test
    void aLostCspIsRecordedAndDialledAgain() throws Exception {
        Gateway gateway = startAndConnect("20s", csp());
        int port = csp().port();
        csp().close();
        await().atMost(Duration.ofSeconds(30)).until(() -> status(gateway).cspsUp() == 0);
        Instant lost = state(gateway).since();

        FakeCsp back = keep(new FakeCsp(ENVIRONMENT, C512, port));

        awaitConnected(gateway, 1);
        assertThat(state(gateway).since()).isAfterOrEqualTo(lost);
        ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");
        awaitOne(back.received);
    }

    @Test
    void whoIsNoCspIsNotTalkedTo() throws Exception {
        FakeCsp impostor = keep(new FakeCsp(ENVIRONMENT, PKI.issue(Role.PEER, 1024), 0));
        FakeCsp stranger = keep(new FakeCsp(ENVIRONMENT, TestPki.create().issue(Role.CSP, 700), 0));
        Gateway gateway = start("500ms", List.of(impostor.config(), stranger.config()));

        ims().message(gateway.sipAddress(), "sip:1100@p2p.example.net", "1@client", "hi");

        assertThat(awaitOne(ims().requests)).endsWith("unreachable peer: 1100");
        assertThat(status(gateway).cspsUp()).isZero();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(ENVIRONMENT.metrics().scrape())
                        .containsPattern("pigw_links_refused_total\\{[^}]*wrong_role")
                        .containsPattern("pigw_links_refused_total\\{[^}]*untrusted"));
        assertThat(impostor.received).isEmpty();
        assertThat(stranger.received).isEmpty();
    }

    @Test
    void manyMessagesBothWaysAreAllDeliveredOnce() throws Exception {
        Gateway gateway = startAndConnect("20s", csp());

        for (int i = 0; i < 50; i++) {
            ims().message(gateway.sipAddress(), "sip:" + (600 + i) + "@p2p.example.net", i + "@client", "m" + i);
            csp().send(NodeId.of(260), signed("many" + i, BOB));
        }

        awaitNothingPending(gateway);
        assertThat(csp().received)
                .extracting(message -> message.body().toUtf8())
                .doesNotHaveDuplicates()
                .hasSize(50);
        assertThat(ims().requests).hasSize(50);
    }

    private Gateway startAndConnect(String expiry, FakeCsp... csps) throws Exception {
        List<ContactConfig> contacts = new ArrayList<>();
        for (FakeCsp csp : csps) {
            contacts.add(csp.config());
        }
        Gateway gateway = start(expiry, contacts);
        awaitConnected(gateway, csps.length);
        return gateway;
    }

    private Gateway start(String expiry, List<ContactConfig> csps) throws Exception {
        Duration lifetime = expiry.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(expiry.replace("ms", "")))
                : Duration.ofSeconds(Long.parseLong(expiry.replace("s", "")));
        GatewayConfig config = new GatewayConfig(
                new IdentityConfig(NO_FILE, NO_FILE, NO_FILE),
                new OverlayConfig("p2p.example.net", 11),
                csps,
                SipConfig.of(
                        new HostPort("127.0.0.1", 0),
                        ims().address().toString(),
                        "ims.example.net",
                        List.of("pigw@ims.example.net")),
                new StoreConfig(directory.resolve("db")),
                new DeliveryConfig(
                        Duration.ofMillis(100),
                        Duration.ofMillis(400),
                        lifetime,
                        Duration.ofSeconds(2),
                        64,
                        1_000,
                        1 << 20),
                null);
        MessageTrace trace = (_, from, to, what) -> steps.add(from + " > " + to + " " + what);
        return keep(Gateway.start(config, GATEWAY, ENVIRONMENT, trace));
    }

    private static MessageRequest signed(String callId, NodeIdentity signer) {
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
                Bytes.utf8("hei, Ålice"));
        Bytes signature = new EcdsaSigner(signer).sign(SignedContent.message("p2p.example.net", message));
        return message.withIdentity(new Identity(signature, signer.certificate().der()));
    }

    private static GatewayStatus status(Gateway gateway) throws Exception {
        return gateway.status().get(30, TimeUnit.SECONDS);
    }

    private static CspState state(Gateway gateway) throws Exception {
        return status(gateway).csps().getFirst();
    }

    private static void awaitConnected(Gateway gateway, int csps) {
        await().atMost(Duration.ofSeconds(30)).until(() -> status(gateway).cspsUp() == csps);
    }

    private static void awaitNothingPending(Gateway gateway) {
        await().atMost(Duration.ofSeconds(30)).until(() -> status(gateway).pending() == 0);
    }

    private static <T> T awaitOne(List<T> list) {
        await().atMost(Duration.ofSeconds(30)).until(() -> !list.isEmpty());
        return list.getFirst();
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
