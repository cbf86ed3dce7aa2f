package io.pigw.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Notice;
import io.pigw.p2psip.message.Status;
import io.pigw.peer.text.SendResult;
import io.pigw.runtime.Environment;
import io.pigw.runtime.admin.AdminServer;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.config.OverlayConfig;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.TestPki;
import io.pigw.runtime.trace.MessageTrace;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers over real links, with CSPs that the tests play. */
class PeerTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Party ALICE = Party.parse("alice@ims.example.net");

    @TempDir
    private Path directory;

    private final TestPki pki = TestPki.create();
    private final Environment environment = Environment.create(2);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        environment.close();
    }

    @Test
    void isFoundByPingsInTheRingThatItJoined() throws Exception {
        TestCsp csp = csp(512);
        Peers peers = peers(List.of(csp.contact), 586, 700, 1618, 40);

        for (Peer peer : peers.all()) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(csp.ping(peer.id()))
                            .isInstanceOfSatisfying(
                                    PingOutcome.Located.class,
                                    located -> assertThat(located.destination()).isEqualTo(peer.contact())));
        }
        assertThat(peers.joined()).isEqualTo(4);
    }

    @Test
    void keepsAMessageOnceEvenOverARestart() throws Exception {
        TestCsp csp = csp(512);
        Peers peers = peers(List.of(csp.contact), 586);
        Peer peer = peers.all().getFirst();
        CallId callId = CallId.mint(environment.random());

        assertThat(csp.deliver(peer.contact(), callId, "grüße", null)).isEqualTo(200);
        assertThat(csp.deliver(peer.contact(), callId, "grüße", null)).isEqualTo(200);
        open.remove(peers);
        peers.close();
        Peer restarted = peers(List.of(csp.contact), 586).all().getFirst();
        assertThat(csp.deliver(restarted.contact(), callId, "grüße", null)).isEqualTo(200);

        assertThat(restarted.inbox().after(0, 10))
                .singleElement()
                .satisfies(entry -> assertThat(entry.message().body().toUtf8()).isEqualTo("grüße"));
    }

    @Test
    void whatItIsSendingIsSeenToItsEndAndWhatIsNewIsRefused() throws Exception {
        TestCsp csp = csp(512);
        Peer peer = peers(List.of(csp.contact), 586).all().getFirst();
        CompletableFuture<Void> answered = new CompletableFuture<>();
        csp.answerWhen = answered;
        Party alice = Party.parse("alice@ims.example.net");
        CompletableFuture<SendResult> first = peer.send(alice, "text/plain", Bytes.utf8("first"));
        await().atMost(SOON).until(() -> !csp.received.isEmpty());

        CompletableFuture<Integer> drained = peer.drain();
        peer.status().get(10, TimeUnit.SECONDS); // by then it has begun to
        assertThat(peer.send(alice, "text/plain", Bytes.utf8("second")))
                .succeedsWithin(SOON)
                .extracting(SendResult::status)
                .isEqualTo(Status.SERVICE_UNAVAILABLE);
        assertThat(csp.deliver(peer.contact(), CallId.mint(environment.random()), "hi", null))
                .isEqualTo(503);
        assertThat(drained).isNotDone();
        answered.complete(null);

        assertThat(drained).succeedsWithin(SOON).isEqualTo(0);
        assertThat(first).isCompleted();
    }

    @Test
    void showsANoticeAsOne() throws Exception {
        TestCsp csp = csp(512);
        Peer peer = peers(List.of(csp.contact), 586).all().getFirst();
        Notice notice = new Notice(Notice.Kind.UNREACHABLE, new CallId("sent-before"));

        csp.deliver(peer.contact(), CallId.mint(environment.random()), "unreachable", notice);

        assertThat(peer.inbox().after(0, 10))
                .singleElement()
                .satisfies(entry -> assertThat(entry.message().notice()).isEqualTo(notice));
    }

    @Test
    void sendsToItsMaster() throws Exception {
        TestCsp csp = csp(512);
        Peer peer = peers(List.of(csp.contact), 586).all().getFirst();

        SendResult result = peer.send(ALICE, "text/plain", Bytes.utf8("hi")).get(20, TimeUnit.SECONDS);
        csp.answer = Status.FORBIDDEN;
        SendResult refused = peer.send(ALICE, "text/plain", Bytes.utf8("hi")).get(20, TimeUnit.SECONDS);

        assertThat(result.status()).isEqualTo(Status.OK);
        assertThat(refused.status()).isEqualTo(Status.FORBIDDEN);
        MessageRequest message = csp.received.element();
        assertThat(message.callId()).isEqualTo(result.callId());
        assertThat(message.from()).isEqualTo(new Party.Node(peer.id()));
        assertThat(message.via()).containsExactly(peer.contact());
    }

    @Test
    void turnsToTheNextCspWhenItsMasterDies() throws Exception {
        List<NodeContact> contacts = List.of(free(512), free(1536));
        TestCsp near = csp(contacts.getFirst(), List.of(contacts.getLast()));
        TestCsp next = csp(contacts.getLast(), List.of(contacts.getFirst()));
        Peer peer = peers(contacts, 586).all().getFirst();
        assertThat(peer.status().join().master()).isEqualTo(NodeId.of(512));

        open.remove(near);
        near.close();

        await().atMost(SOON)
                .until(() -> NodeId.of(1536).equals(peer.status().join().master()));
        assertThat(next.admitted).contains(peer.id());
        assertThat(peer.send(ALICE, "text/plain", Bytes.utf8("hi"))
                        .get(20, TimeUnit.SECONDS)
                        .status())
                .isEqualTo(Status.OK);
    }

    @Test
    void goesWhereACspPoints() throws Exception {
        List<NodeContact> contacts = List.of(free(512), free(1536));
        TestCsp near = csp(contacts.getFirst(), List.of(contacts.getLast()));
        TestCsp next = csp(contacts.getLast(), List.of(contacts.getFirst()));
        near.redirectTo = next.contact;

        Peer peer = peers(contacts, 586).all().getFirst();

        assertThat(peer.status().join().master()).isEqualTo(NodeId.of(1536));
    }

    @Test
    void joinsOnceACspComesUp() throws Exception {
        NodeContact late = free(512);
        Peers peers = opened(List.of(late), 586);
        CompletableFuture<Void> joined = peers.allJoined();
        assertThat(joined).isNotDone();

        csp(late, List.of());

        assertThat(joined).succeedsWithin(SOON);
    }

    @Test
    void isServedOverTheAdminPort() throws Exception {
        TestCsp csp = csp(512);
        Peers peers = peers(List.of(csp.contact), 586);
        Peer peer = peers.all().getFirst();
        AdminServer admin = keep(AdminServer.start(
                new HostPort("127.0.0.1", 0), environment, Optional::empty, PeerRoutes.of(peers::find)));
        String base = "http://" + admin.address() + "/peers/586";
        CompletableFuture<JsonNode> waiting = CompletableFuture.supplyAsync(() -> get(base + "/inbox?waitSeconds=20"));

        CallId callId = CallId.mint(environment.random());
        csp.deliver(peer.contact(), callId, "grüße 👋", null);
        JsonNode inbox = waiting.get(20, TimeUnit.SECONDS);
        JsonNode sent = request(HttpRequest.newBuilder(URI.create(base + "/messages"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"to\":\"sip:alice@ims.example.net\",\"body\":\"hi\"}")));

        assertThat(inbox).hasSize(1);
        assertThat(inbox.get(0).get("callId").asText()).isEqualTo(callId.value());
        assertThat(inbox.get(0).get("from").asText()).isEqualTo("alice@ims.example.net");
        assertThat(inbox.get(0).get("body").asText()).isEqualTo("grüße 👋");
        assertThat(get(base + "/inbox?after=" + inbox.get(0).get("number").asLong()))
                .isEmpty();
        assertThat(sent.get("status").asInt()).isEqualTo(200);
        assertThat(sent.get("callId").asText())
                .isEqualTo(csp.received.element().callId().value());
        assertThat(get("http://" + admin.address() + "/peers/587/inbox").get("error"))
                .isNotNull();
    }

    private JsonNode get(String uri) {
        return request(HttpRequest.newBuilder(URI.create(uri)));
    }

    private JsonNode request(HttpRequest.Builder request) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return JsonMapper.builder()
                    .build()
                    .readTree(client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                            .body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private TestCsp csp(long id) {
        return keep(new TestCsp(environment, pki.issue(Role.CSP, id), new HostPort("127.0.0.1", 0), List.of()));
    }

    private TestCsp csp(NodeContact contact, List<NodeContact> others) {
        return keep(new TestCsp(environment, pki.issue(Role.CSP, contact.id()), contact.address(), others));
    }

    private Peers peers(List<NodeContact> csps, long... ids) {
        Peers peers = opened(csps, ids);
        assertThat(peers.allJoined()).succeedsWithin(SOON);
        return peers;
    }

    private Peers opened(List<NodeContact> csps, long... ids) {
        List<Peers.Member> members = new ArrayList<>();
        for (long id : ids) {
            members.add(new Peers.Member(config(csps), pki.issue(Role.PEER, id)));
        }
        return keep(Peers.start(members, environment, MessageTrace.NONE));
    }

    private PeerConfig config(List<NodeContact> csps) {
        return new PeerConfig(
                new IdentityConfig(directory, directory, directory),
                new HostPort("127.0.0.1", 0),
                null,
                new OverlayConfig(TestPki.OVERLAY, 11),
                csps.stream()
                        .map(csp -> new ContactConfig(
                                csp.id().toString(), csp.address().toString()))
                        .toList(),
                List.of(),
                new StoreConfig(directory.resolve("db")),
                ChordConfig.DEFAULT,
                100,
                null);
    }

    private <T extends AutoCloseable> T keep(T resource) {
        open.push(resource);
        return resource;
    }

    private static NodeContact free(long id) throws IOException {
        return new NodeContact(NodeId.of(id), new HostPort("127.0.0.1", freePort()));
    }

    /** Below the range from which the system takes ports for outgoing connections, so that none of those takes it. */
    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (BindException _) {
                // another one
            }
        }
    }
}
