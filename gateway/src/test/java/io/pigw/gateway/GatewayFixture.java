package io.pigw.gateway;

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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A gateway between one IMS client with its core and one CSP, and more where a test wants them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GatewayFixture {

    static final TestPki PKI = TestPki.create();
    static final NodeIdentity C1536 = PKI.issue(Role.CSP, 1536);
    static final NodeIdentity BOB = PKI.issue(Role.PEER, 586, "bob@p2p.example.net");
    private static final NodeIdentity GATEWAY = PKI.issue(Role.GATEWAY, 260);
    static final NodeIdentity C512 = PKI.issue(Role.CSP, 512);
    private static final Path NO_FILE = Path.of("none");

    final Environment environment = Environment.create(2);
    final List<String> steps = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    private Path directory = NO_FILE;

    private @Nullable FakeIms imsOrNull;
    private @Nullable FakeCsp cspOrNull;

    @BeforeEach
    void open() throws Exception {
        steps.clear();
        imsOrNull = keep(new FakeIms());
        cspOrNull = keep(new FakeCsp(environment, C512, 0));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open.reversed()) {
            resource.close();
        }
        open.clear();
    }

    @AfterAll
    void stop() {
        environment.close();
    }

    Gateway startAndConnect(String expiry, FakeCsp... csps) throws Exception {
        List<ContactConfig> contacts = new ArrayList<>();
        for (FakeCsp csp : csps) {
            contacts.add(csp.config());
        }
        Gateway gateway = start(expiry, contacts);
        awaitConnected(gateway, csps.length);
        return gateway;
    }

    Gateway start(String expiry, List<ContactConfig> csps) throws Exception {
        return start(GATEWAY, store(), "names.secret", expiry, csps);
    }

    /** One with a database and a secret of names by those names. */
    Gateway start(NodeIdentity identity, String database, String secretFile, String expiry, List<ContactConfig> csps)
            throws Exception {
        StoreConfig store = isShared() ? store() : new StoreConfig(directory.resolve(database));
        return start(identity, store, secretFile, expiry, csps);
    }

    private Gateway start(
            NodeIdentity identity, StoreConfig store, String secretFile, String expiry, List<ContactConfig> csps)
            throws Exception {
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
                                List.of("pigw@ims.example.net"))
                        .with(NextHopConfig.UNWATCHED),
                store,
                new DeliveryConfig(
                        Duration.ofMillis(100),
                        Duration.ofMillis(400),
                        lifetime,
                        Duration.ofSeconds(2),
                        64,
                        1_000,
                        1 << 20,
                        10_000,
                        Duration.ofDays(7),
                        isShared(),
                        directory.resolve(secretFile)),
                null);
        MessageTrace trace = (_, from, to, what) -> steps.add(from + " > " + to + " " + what);
        return keep(Gateway.start(config, identity, environment, trace));
    }

    /** Whether the gateways work off one outbox; {@link #store} is that of all then. */
    boolean isShared() {
        return false;
    }

    /** Of a gateway's database; the same at each start. */
    StoreConfig store() {
        return new StoreConfig(directory.resolve("db"));
    }

    /** From node 586 to alice, whoever signs it. */
    static MessageRequest signed(String callId, NodeIdentity signer) {
        return signed(callId, NodeId.of(586), signer, "hei, Ålice");
    }

    /** From the signer to alice. */
    static MessageRequest signed(String callId, NodeIdentity signer, String body) {
        return signed(callId, signer.certificate().id(), signer, body);
    }

    private static MessageRequest signed(String callId, NodeId from, NodeIdentity signer, String body) {
        Party to = new Party.User("alice", "ims.example.net");
        MessageRequest message = new MessageRequest(
                to,
                69,
                new Party.Node(from),
                to,
                from,
                new CallId(callId),
                new Transaction(callId.hashCode()),
                Instant.now(),
                "text/plain;charset=UTF-8",
                null,
                null,
                List.of(),
                Bytes.utf8(body));
        Bytes signature = new EcdsaSigner(signer).sign(SignedContent.message("p2p.example.net", message));
        return message.withIdentity(new Identity(signature, signer.certificate().der()));
    }

    static GatewayStatus status(Gateway gateway) throws Exception {
        return gateway.status().get(30, TimeUnit.SECONDS);
    }

    static CspState state(Gateway gateway) throws Exception {
        return status(gateway).csps().getFirst();
    }

    static void awaitConnected(Gateway gateway, int csps) {
        await().atMost(Duration.ofSeconds(30)).until(() -> status(gateway).cspsUp() == csps);
    }

    static void awaitNothingPending(Gateway gateway) {
        await().atMost(Duration.ofSeconds(30)).until(() -> status(gateway).pending() == 0);
    }

    static <T> T awaitOne(List<T> list) {
        await().atMost(Duration.ofSeconds(30)).until(() -> !list.isEmpty());
        return list.getFirst();
    }

    <T extends AutoCloseable> T keep(T resource) {
        open.add(resource);
        return resource;
    }

    FakeIms ims() {
        return Objects.requireNonNull(imsOrNull);
    }

    FakeCsp csp() {
        return Objects.requireNonNull(cspOrNull);
    }
}
