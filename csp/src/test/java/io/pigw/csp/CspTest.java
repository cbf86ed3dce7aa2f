package io.pigw.csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.channel.EventLoop;
import io.pigw.csp.relay.PeerRelayOptions.OutOfRange;
import io.pigw.overlay.chord.JoinOutcome;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.Status;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.config.OverlayConfig;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.revocation.CrlOrigin;
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
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A CSP over real links, with peers and a gateway that the tests play. */
class CspTest {

    private static final int BITS = 11;
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private static final String DELAYED = "pigw_requests_limited_total{sort=\"delay\"}";
    private static final int RECIPIENTS_PER_HOUR = 20;

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

    @ParameterizedTest
    @EnumSource(LocateMode.class)
    void deliversToEachPeerOfTheRing(LocateMode locate) throws Exception {
        Csp csp = csp(512, locate);
        TestGateway gateway = gateway(csp);
        List<TestPeer> peers = List.of(peer(586), peer(900), peer(1618), peer(40));
        for (TestPeer peer : peers) {
            assertThat(peer.join(csp.contact())).isInstanceOf(JoinOutcome.Joined.class);
        }

        for (TestPeer peer : peers) {
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(gateway.send(peer.id(), "first")).isEqualTo(200));
            assertThat(gateway.send(peer.id(), "second")).isEqualTo(200);
            assertThat(peer.received)
                    .extracting(message -> message.body().toUtf8())
                    .contains("first", "second");
        }
    }

    @Test
    void aDeliveryIsSeenToItsEndAndWhatIsNewIsRefused() throws Exception {
        Csp csp = csp(512, LocateMode.PING);
        TestGateway gateway = gateway(csp);
        TestPeer peer = peer(586);
        peer.join(csp.contact());
        CompletableFuture<Void> answered = new CompletableFuture<>();
        peer.answerWhen = answered;
        CompletableFuture<Integer> first = gateway.sendAndGoOn(peer.id(), "first");
        await().atMost(SOON).until(() -> !peer.received.isEmpty());

        CompletableFuture<Integer> drained = csp.drain();
        csp.status().get(10, TimeUnit.SECONDS); // by then it has begun to
        assertThat(gateway.send(peer.id(), "second")).isEqualTo(503);
        assertThat(drained).isNotDone();
        answered.complete(null);

        assertThat(drained).succeedsWithin(SOON).isEqualTo(0);
        assertThat(first).succeedsWithin(SOON).isEqualTo(200);
        assertThat(peer.received).hasSize(1);
    }

    @Test
    void tellsAPeerNothingOfTheGateway() throws Exception {
        Csp csp = csp(512, LocateMode.PING);
        TestGateway gateway = gateway(csp);
        TestPeer peer = peer(586);
        peer.join(csp.contact());

        gateway.send(peer.id(), "hello");

        MessageRequest message = peer.received.element();
        assertThat(message.via()).containsExactly(csp.contact());
        assertThat(message.contact()).isNull();
        assertThat(message.from()).isEqualTo(Party.parse("alice@ims.example.net"));
    }

    @Test
    void says480ForADeadPeerAndForAnIdThatNobodyHolds() throws Exception {
        Csp csp = csp(512, LocateMode.PING);
        TestGateway gateway = gateway(csp);
        TestPeer peer = peer(586);
        peer.join(csp.contact());
        peer.close();

        assertThat(gateway.send(peer.id(), "are you there?")).isEqualTo(480);
        assertThat(gateway.send(NodeId.of(77), "is anybody?")).isEqualTo(480);
        assertThat(gateway.send(NodeId.of(260), "me?")).isEqualTo(480);
        assertThat(gateway.send(NodeId.of(512), "a CSP is no peer")).isEqualTo(404);
    }

    @Test
    void remembersItsPeersOverARestart() throws Exception {
        Csp csp = csp(512, LocateMode.PING);
        TestPeer peer = peer(586, "bob@p2p.example.net");
        peer.join(csp.contact());
        open.remove(csp);
        csp.close();

        Csp restarted = csp(512, LocateMode.PING);
        TestGateway gateway = gateway(restarted);

        assertThat(gateway.fetch("bob@p2p.example.net")).containsExactly(peer.id());
        assertThat(gateway.fetch("eve@p2p.example.net")).isEmpty();
    }

    @Test
    void endsTheAdmissionOfAPeerThatIsOffLineWhenAListNamesIt() throws Exception {
        Csp csp = csp(512, LocateMode.PING);
        NodeIdentity revoked = pki.issue(Role.PEER, 586);
        TestPeer gone = new TestPeer(environment, revoked, BITS);
        assertThat(gone.join(csp.contact())).isInstanceOf(JoinOutcome.Joined.class);
        assertThat(peer(900).join(csp.contact())).isInstanceOf(JoinOutcome.Joined.class);
        gone.close();

        environment
                .revocations()
                .of(environment.verifiers().of(revoked))
                .take(pki.crl(1, environment.clock().instant()).revoke(revoked).sign(), CrlOrigin.ISSUED);

        await().atMost(SOON).until(() -> csp.status().join().admittedPeers() == 1);
        open.remove(csp);
        csp.close();
        assertThat(csp(512, LocateMode.PING).status().join().admittedPeers()).isEqualTo(1);
    }

    @Test
    void answersNamesToGatewaysAlone() throws Exception {
        Csp csp = csp(512, LocateMode.PING);
        TestPeer peer = peer(586, "bob@p2p.example.net");

        var outcome = peer.ask(csp.contact(), new NameMessage.Fetch(Transaction.mint(environment.random()), (Party.User)
                Party.parse("bob@p2p.example.net")));

        assertThat(TestPeer.status(outcome)).isEqualTo(Status.FORBIDDEN);
    }

    @Test
    void admitsNobodyUnderAnothersId() throws Exception {
        Csp csp = csp(512, LocateMode.PING);
        TestPeer peer = peer(586);

        Status status = peer.askToJoin(csp.contact(), new NodeContact(NodeId.of(700), peer.contact.address()));

        assertThat(status.code()).isEqualTo(403);
        assertThat(csp.status().join().admittedPeers()).isZero();
    }

    @Test
    void admitsNobodyWhomItCannotDial() throws Exception {
        Csp csp = csp(512, LocateMode.PING);
        TestPeer peer = peer(586);
        TestPeer other = peer(700);

        Status nobodyListens =
                peer.askToJoin(csp.contact(), new NodeContact(peer.id(), new HostPort("127.0.0.1", freePort())));
        Status anotherListens = peer.askToJoin(csp.contact(), new NodeContact(peer.id(), other.contact.address()));
        Status theCspItself = peer.askToJoin(
                csp.contact(), new NodeContact(peer.id(), csp.contact().address()));

        assertThat(nobodyListens.code()).isEqualTo(480);
        assertThat(anotherListens.code()).isEqualTo(480);
        assertThat(theCspItself.code()).isEqualTo(403);
        assertThat(csp.status().join().admittedPeers()).isZero();
    }

    @Test
    void keepsTheObservedHostWhateverThePeerSays() throws Exception {
        Csp csp = csp(512, LocateMode.PING);
        TestPeer peer = peer(586);

        Status status = peer.askToJoin(
                csp.contact(),
                new NodeContact(
                        peer.id(),
                        new HostPort("198.51.100.7", peer.contact.address().port())));

        assertThat(status.code()).isEqualTo(200);
        assertThat(csp.status().join().admittedPeers()).isEqualTo(1);
    }

    @Test
    void redirectsAPeerOfAnothersArc() throws Exception {
        List<ContactConfig> both = List.of(
                new ContactConfig("512", "127.0.0.1:" + freePort()),
                new ContactConfig("1536", "127.0.0.1:" + freePort()));
        Csp low = csp(512, both.getFirst().contact().address(), LocateMode.PING, both);
        Csp high = csp(1536, both.getLast().contact().address(), LocateMode.PING, both);
        await().atMost(SOON).until(() -> low.status().join().liveCsps() == 1);
        TestPeer peer = peer(1618);

        Status status = peer.askToJoin(low.contact(), peer.contact);
        JoinOutcome outcome = peer.join(low.contact());

        assertThat(status.code()).isEqualTo(302);
        assertThat(outcome).isEqualTo(new JoinOutcome.Joined(high.contact()));
    }

    @Test
    void refusesStrangers() {
        Csp csp = csp(512, LocateMode.PING);

        for (NodeIdentity stranger : List.of(
                TestPki.create().issue(Role.PEER, 586),
                pki.issue(Role.SOS, 586),
                pki.certificate(Role.PEER, NodeId.of(586)).expired().issue(),
                pki.certificate(Role.PEER, NodeId.of(586))
                        .overlay("other.example.net")
                        .issue())) {
            TestPeer peer = keep(new TestPeer(environment, stranger, BITS));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    peer.askToJoin(csp.contact(), peer.contact).code())
                            .isEqualTo(699));
        }
        assertThat(csp.status().join().admittedPeers()).isZero();
    }

    @Test
    void relaysAPeersMessageAndRefusesASpoof() throws Exception {
        Csp csp = csp(512, LocateMode.PING);
        TestGateway gateway = gateway(csp);
        TestPeer peer = peer(586, "bob@p2p.example.net");
        MessageRequest good = peer.message(new Party.Node(peer.id()), "hello");

        Status first = TestPeer.status(peer.ask(csp.contact(), good));
        Status again =
                TestPeer.status(peer.ask(csp.contact(), good.withTransaction(Transaction.mint(environment.random()))));
        Status byName =
                TestPeer.status(peer.ask(csp.contact(), peer.message(Party.parse("bob@p2p.example.net"), "as bob")));
        Status spoofedNode =
                TestPeer.status(peer.ask(csp.contact(), peer.message(new Party.Node(NodeId.of(700)), "spoof")));
        Status spoofedName =
                TestPeer.status(peer.ask(csp.contact(), peer.message(Party.parse("eve@p2p.example.net"), "spoof")));

        assertThat(List.of(first, again, byName)).containsOnly(Status.OK);
        assertThat(List.of(spoofedNode.code(), spoofedName.code())).containsOnly(403);
        assertThat(gateway.received)
                .extracting(message -> message.body().toUtf8())
                .containsExactly("hello", "as bob");
    }

    @Test
    void holdsUpWhoWritesToManyAndNobodyElse() throws Exception {
        Csp csp = csp(512, LocateMode.PING);
        TestGateway gateway = gateway(csp);
        TestPeer spammer = peer(586);
        TestPeer honest = peer(900);
        List<Integer> spam = new ArrayList<>();
        List<Integer> other = new ArrayList<>();
        for (int i = 0; i < RECIPIENTS_PER_HOUR + 10; i++) {
            MessageRequest offer = spammer.message(
                    new Party.Node(spammer.id()), Party.parse("user" + i + "@ims.example.net"), "offer");
            spam.add(TestPeer.status(spammer.ask(csp.contact(), offer)).code());
            MessageRequest word = honest.message(
                    new Party.Node(honest.id()), Party.parse("friend" + i % 5 + "@ims.example.net"), "word");
            other.add(TestPeer.status(honest.ask(csp.contact(), word)).code());
        }

        assertThat(spam.subList(0, RECIPIENTS_PER_HOUR)).containsOnly(200);
        assertThat(spam.subList(RECIPIENTS_PER_HOUR, spam.size())).containsOnly(503);
        assertThat(other).containsOnly(200);
        assertThat(gateway.received)
                .extracting(message -> message.body().toUtf8())
                .filteredOn("offer"::equals)
                .hasSize(RECIPIENTS_PER_HOUR);
    }

    /** Its loop has other work for a second each time that it comes round. */
    @Test
    void turnsSomeAwayWhileItsLoopIsBehindAndSaysSo() throws Exception {
        try (Environment slow = Environment.create(1)) {
            Csp csp = csp(512, new HostPort("127.0.0.1", 0), LocateMode.PING, List.of(), slow);
            TestPeer peer = peer(586);
            TestPeer.status(peer.ask(csp.contact(), peer.message(new Party.Node(peer.id()), "first")));
            AtomicBoolean isBusy = new AtomicBoolean(true);
            EventLoop loop = slow.loops().next();
            loop.execute(new Runnable() {
                @Override
                public void run() {
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
                    if (isBusy.get()) {
                        var _ = loop.schedule(this, 1, TimeUnit.MILLISECONDS);
                    }
                }
            });

            Queue<Outcome> answers = new ConcurrentLinkedQueue<>();
            await().atMost(SOON).pollInterval(Duration.ofMillis(500)).until(() -> {
                for (int i = 0; i < 50; i++) {
                    MessageRequest message = peer.message(new Party.Node(peer.id()), "more");
                    peer.askAndGoOn(csp.contact(), message, answers::add);
                }
                return slow.metrics().scrape().contains(DELAYED);
            });
            isBusy.set(false);

            await().atMost(SOON)
                    .until(() -> slow.metrics().scrape().contains("pigw_csp_admitted_share{csp=\"512\"} 1.0"));
            assertThat(answers)
                    .filteredOn(Outcome.Answered.class::isInstance)
                    .isNotEmpty()
                    .allSatisfy(answer -> assertThat(TestPeer.status(answer)).isEqualTo(Status.SERVICE_UNAVAILABLE));
            csp.close();
            open.remove(csp);
        }
    }

    @Test
    void doesNotRelayAgainAfterARestart() throws Exception {
        Csp csp = csp(512, LocateMode.PING);
        TestGateway gateway = gateway(csp);
        TestPeer peer = peer(586);
        MessageRequest message = peer.message(new Party.Node(peer.id()), "hello");
        assertThat(TestPeer.status(peer.ask(csp.contact(), message))).isEqualTo(Status.OK);
        open.remove(csp);
        csp.close();
        Csp restarted = csp(512, LocateMode.PING);
        TestGateway again = gateway(restarted);

        Status replayed = TestPeer.status(
                peer.ask(restarted.contact(), message.withTransaction(Transaction.mint(environment.random()))));

        assertThat(replayed).isEqualTo(Status.OK);
        assertThat(gateway.received).hasSize(1);
        assertThat(again.received).isEmpty();
    }

    @Test
    void asksThePeerToComeBackWithoutAGatewayAndHidesItsWords() throws Exception {
        Csp csp = csp(512, LocateMode.PING);
        TestPeer peer = peer(586);
        Status without =
                TestPeer.status(peer.ask(csp.contact(), peer.message(new Party.Node(peer.id()), "no gateway")));
        TestGateway gateway = gateway(csp);
        gateway.answer = new Status(503, "Gateway 260 at 10.1.2.3 is full");

        Status full = TestPeer.status(peer.ask(csp.contact(), peer.message(new Party.Node(peer.id()), "full")));

        assertThat(without).isEqualTo(Status.SERVICE_UNAVAILABLE);
        assertThat(full).isEqualTo(Status.SERVICE_UNAVAILABLE);
    }

    @Test
    void saysOnItsAdminPortWhatBecameOfItsPings() throws Exception {
        Csp csp = csp(512, LocateMode.PING);
        TestGateway gateway = gateway(csp);
        List<TestPeer> peers = List.of(peer(586), peer(900), peer(1618), peer(40));
        for (TestPeer peer : peers) {
            assertThat(peer.join(csp.contact())).isInstanceOf(JoinOutcome.Joined.class);
        }
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(gateway.send(peers.getFirst().id(), "hello")).isEqualTo(200));
        String callId = peers.getFirst().received.element().callId().value();

        JsonNode ping = admin(csp, 200, "/pings/" + callId).at("/pings/0");

        assertThat(ping.at("/forMessage").asText()).isEqualTo(callId);
        assertThat(ping.at("/destination").asText()).isEqualTo("586");
        assertThat(ping.at("/csp").asText()).isEqualTo("512");
        assertThat(ping.at("/outcome").asText()).isEqualTo("located");
        assertThat(ping.at("/tookMillis").asDouble()).isPositive();
        assertThat(ping.at("/copies")
                        .valueStream()
                        .filter(copy -> copy.at("/fate").asText().equals("chosen")))
                .singleElement()
                .satisfies(copy -> {
                    assertThat(copy.at("/complete").asBoolean()).isTrue();
                    assertThat(copy.at("/nodes/0").asText()).isEqualTo("512");
                    assertThat(copy.at("/nodes")
                                    .get(copy.at("/nodes").size() - 1)
                                    .asText())
                            .isEqualTo("586");
                });
        String itsOwn = ping.at("/copies/0/ping").asText();
        assertThat(admin(csp, 200, "/pings/" + itsOwn).at("/pings/0")).isEqualTo(ping);
        assertThat(admin(csp, 200, "/pings?max=1").at("/pings"))
                .hasSize(1)
                .first()
                .isEqualTo(ping);
        assertThat(ping.toString())
                .as("nothing of the gateway, nor of the text")
                .doesNotContain("260", "hello");
    }

    @Test
    void saysHowLongPingsAreKept() throws Exception {
        Csp csp = csp(512, LocateMode.PING);

        assertThat(admin(csp, 404, "/pings/none").at("/remedy").asText())
                .contains("latest 1000 searches until it ends");
        assertThat(admin(csp, 400, "/pings/a%20b").at("/error").asText()).contains("visible ASCII");
        assertThat(admin(csp, 400, "/pings?max=0").at("/error").asText()).contains("max must be a number of 1 to 200");
        assertThat(admin(csp, 200, "/pings").at("/pings").isEmpty()).isTrue();
    }

    private static JsonNode admin(Csp csp, int status, String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://" + csp.admin().orElseThrow() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            return new ObjectMapper().readTree(answer.body());
        }
    }

    private Csp csp(long id, LocateMode locate) {
        return csp(id, new HostPort("127.0.0.1", 0), locate, List.of());
    }

    private Csp csp(long id, HostPort listen, LocateMode locate, List<ContactConfig> all) {
        return csp(id, listen, locate, all, environment);
    }

    private Csp csp(long id, HostPort listen, LocateMode locate, List<ContactConfig> all, Environment in) {
        CspConfig config = new CspConfig(
                new IdentityConfig(directory, directory, directory),
                listen,
                null,
                new OverlayConfig(TestPki.OVERLAY, BITS),
                all,
                List.of(),
                new StoreConfig(directory.resolve("db")),
                new PingConfig(3, Duration.ofMillis(500), Duration.ofSeconds(60)),
                locate,
                OutOfRange.REDIRECT,
                List.of(),
                LimitsConfig.DEFAULT.withRecipientsPerHour(RECIPIENTS_PER_HOUR),
                new HostPort("127.0.0.1", 0));
        return keep(Csp.start(config, pki.issue(Role.CSP, id), in, MessageTrace.NONE));
    }

    private TestGateway gateway(Csp csp) {
        TestGateway gateway = keep(new TestGateway(environment, pki.issue(Role.GATEWAY, 260), csp.contact()));
        await().atMost(SOON).until(gateway::isConnected);
        await().atMost(SOON).until(() -> csp.status().join().gateways() == 1);
        return gateway;
    }

    private TestPeer peer(long id, String... users) {
        return keep(new TestPeer(environment, pki.issue(Role.PEER, id, users), BITS));
    }

    private <T extends AutoCloseable> T keep(T resource) {
        open.push(resource);
        return resource;
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
