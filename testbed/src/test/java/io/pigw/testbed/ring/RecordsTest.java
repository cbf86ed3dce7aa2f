package io.pigw.testbed.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.cli.PigwMain;
import io.pigw.csp.Csp;
import io.pigw.overlay.storage.FetchResult;
import io.pigw.overlay.storage.StoreOutcome;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.peer.Peer;
import io.pigw.peer.PeerRoutes;
import io.pigw.peer.Peers;
import io.pigw.runtime.admin.AdminServer;
import io.pigw.runtime.testing.TestPki;
import io.pigw.runtime.trace.WireTap;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records over real links, in a ring without an enrollment server: whatever stops, those who have joined go on. */
class RecordsTest {

    private static final NodeId CLIENT = NodeId.of(900);

    @TempDir
    private Path directory;

    private SmallRing ring;

    @BeforeEach
    void comeUp() throws Exception {
        ring = new SmallRing(
                directory, 11, NodeId.of(260), ids(512, 1536), ids(586, 1618, 130, 1100, 2040), WireTap.NONE);
    }

    @AfterEach
    void goDown() {
        ring.close();
    }

    /** Req 1: no server is needed for what those do who have joined. */
    @Test
    void goesOnWithoutEnrollmentServerAndOpinionServerAndThenWithoutAnyCsp() throws Exception {
        // Given
        ring.sos.close();
        Peer carol = peer(1618);

        // When, then: both scenarios, store and fetch
        CallId callId = CallId.mint(ring.environment.random());
        assertThat(ring.gateway.send(
                        ring.responsible(carol.id()), "alice@ims.example.net", carol.id(), callId, "to carol"))
                .isEqualTo(200);
        assertThat(carol.inbox().after(0, 10)).hasSize(1);
        assertThat(carol.send(Party.parse("alice@ims.example.net"), "text/plain", Bytes.utf8("from carol"))
                        .get(20, TimeUnit.SECONDS)
                        .status())
                .isEqualTo(Status.OK);
        for (Peer peer : ring.peers.all()) {
            assertThat(store(peer, 1, "of " + peer.id())).satisfies(RecordsTest::isHeld);
        }
        for (Peer reader : ring.peers.all()) {
            assertThat(read(reader, 586, 1)).isEqualTo("of 586");
        }

        // When: nobody is left but peers
        ring.csps.values().forEach(Csp::close);
        ring.csps.clear();

        // Then
        await().atMost(SmallRing.SOON)
                .untilAsserted(() -> assertThat(store(carol, 2, "alone")).satisfies(RecordsTest::isHeld));
        await().atMost(SmallRing.SOON)
                .untilAsserted(() -> assertThat(ring.peers.all().stream()
                                .map(owner -> read(peer(130), owner.id().low(), 1))
                                .collect(Collectors.toSet()))
                        .isEqualTo(Set.of("of 586", "of 1618", "of 130", "of 1100", "of 2040")));

        // When
        carol.leave();
        peer(2040).leave();

        // Then
        assertThat(read(peer(586), 1618, 2)).isEqualTo("alone");
        assertThat(read(peer(1100), 2040, 1)).isEqualTo("of 2040");
    }

    @Test
    void theGatewayFindsAllDevicesOfAUserWhomTheCspHasNotAdmitted() throws Exception {
        String name = "bob@" + TestPki.OVERLAY;
        Party.User bob = (Party.User) Party.parse(name);
        NodeId deskId = NodeId.of(700);
        NodeId phoneId = NodeId.of(1000);
        NodeContact foreign =
                Objects.requireNonNull(ring.csps.get(NodeId.of(1536))).contact();
        try (Peers desk = ring.peer(deskId, name);
                Peers phone = ring.peer(phoneId, name)) {
            assertThat(desk.allJoined()).succeedsWithin(SmallRing.SOON);
            assertThat(phone.allJoined()).succeedsWithin(SmallRing.SOON);
            assertThat(SmallRing.master(desk.all().getFirst())).isEqualTo(NodeId.of(512));
            assertThat(SmallRing.master(phone.all().getFirst())).isEqualTo(NodeId.of(512));
            await().atMost(SmallRing.SOON).until(() -> devices(peer(1618), bob).size() == 2);

            // When
            List<NodeId> found = ring.gateway.fetch(foreign, bob);

            // Then
            assertThat(found).containsExactlyInAnyOrder(deskId, phoneId);
            CallId callId = CallId.mint(ring.environment.random());
            for (NodeId device : found) {
                NodeContact csp = ring.responsible(device);
                await().atMost(SmallRing.SOON)
                        .until(() -> ring.gateway.send(csp, "alice@ims.example.net", device, callId, "to bob") == 200);
            }
            assertThat(desk.all().getFirst().inbox().after(0, 10)).hasSize(1);
            assertThat(phone.all().getFirst().inbox().after(0, 10)).hasSize(1);
            assertThat(certificateOf(phoneId))
                    .isEqualTo(phone.all().getFirst().certificate().der());

            // When
            desk.leave();

            // Then
            assertThat(devices(peer(1618), bob)).containsExactly(phoneId);
        }
    }

    private static List<NodeId> devices(Peer reader, Party.User user) {
        FetchResult result = reader.fetch(SignedContent.resource(TestPki.OVERLAY, user), Kind.USER)
                .join();
        return result instanceof FetchResult.Found found
                ? found.values().stream()
                        .map(value -> value.content().author().node())
                        .toList()
                : List.of();
    }

    private Bytes certificateOf(NodeId node) {
        FetchResult result = peer(130)
                .fetch(SignedContent.resource(TestPki.OVERLAY, node), Kind.CERTIFICATE)
                .join();
        return result instanceof FetchResult.Found found
                ? found.values().getFirst().content().value()
                : Bytes.EMPTY;
    }

    @Test
    void aClientStoresAndFetchesOverItsCsp() throws Exception {
        try (Peers clients = ring.client(CLIENT, "dora@" + TestPki.OVERLAY)) {
            Peer client = clients.all().getFirst();
            assertThat(clients.allJoined()).succeedsWithin(SmallRing.SOON);
            assertThat(store(peer(130), 1, "of 130")).satisfies(RecordsTest::isHeld);

            // When
            StoreOutcome own = store(client, 3, "of a client");
            ResourceId doras = SignedContent.resource(TestPki.OVERLAY, dora());
            StoreOutcome data = client.store(
                            doras,
                            writer -> List.of(writer.value(
                                    doras, Kind.DATA, RecordKey.single(), 0, dora(), Bytes.utf8("a secret"))))
                    .get(20, TimeUnit.SECONDS);
            ResourceId another = SignedContent.resource(TestPki.OVERLAY, NodeId.of(130), 5);
            StoreOutcome foreign = client.store(
                            another,
                            writer -> List.of(writer.value(
                                    another, Kind.NODE_DATA, RecordKey.single(), 0, null, Bytes.utf8("mine?"))))
                    .get(20, TimeUnit.SECONDS);

            // Then
            assertThat(own).satisfies(RecordsTest::isHeld);
            assertThat(data).satisfies(RecordsTest::isHeld);
            assertThat(foreign).isEqualTo(new StoreOutcome.Answered(List.of(StoreResult.FORBIDDEN)));
            assertThat(read(peer(1100), CLIENT.low(), 3)).isEqualTo("of a client");
            assertThat(read(client, 130, 1)).isEqualTo("of 130");
            assertThat(client.fetch(doras, Kind.DATA).get(20, TimeUnit.SECONDS))
                    .as("not over a CSP, which has no right to it")
                    .isInstanceOf(FetchResult.NothingSeen.class);
        }
    }

    /** Nobody else has the record meanwhile: it comes from the disks of those that held it. */
    @Test
    void peersThatAllStoppedServeWhatTheyHeldAfterTheyStartAgain() throws Exception {
        // Given
        List<NodeId> holders = ids(1480, 1490, 1500);
        Peer owner = peer(586);
        Peer reader = peer(1618);
        int number = numberOfOneHeldBetween(owner, 1100, 1480);
        try (Peers before = ring.group("holders", holders)) {
            assertThat(before.allJoined()).succeedsWithin(SmallRing.SOON);
            await().atMost(SmallRing.SOON).until(() -> haveSettled(before));
            assertThat(store(owner, number, "kept")).satisfies(RecordsTest::isHeld);
        }
        assertThat(read(reader, 586, number)).as("while they are down").isNotEqualTo("kept");

        // When
        try (Peers again = ring.group("holders", holders)) {

            // Then
            assertThat(again.allJoined()).succeedsWithin(SmallRing.SOON);
            await().atMost(SmallRing.SOON)
                    .untilAsserted(() -> assertThat(read(reader, 586, number)).isEqualTo("kept"));
        }
    }

    /** Of the records that the owner may write, one whose place is there. */
    private static int numberOfOneHeldBetween(Peer owner, int after, int upTo) {
        return IntStream.rangeClosed(1, 16)
                .filter(number -> {
                    long place = SignedContent.resource(TestPki.OVERLAY, owner.id(), number)
                            .placeIn(new Ring(11))
                            .low();
                    return place > after && place <= upTo;
                })
                .findFirst()
                .orElseThrow();
    }

    private static boolean haveSettled(Peers peers) {
        return peers.all().stream()
                .allMatch(peer ->
                        peer.status().join().member() && peer.status().join().settled());
    }

    @Test
    void theCommandsStoreFetchGrantRevokeAndDelete() throws Exception {
        String bob = "user586@" + TestPki.OVERLAY;
        String carol = "user1618@" + TestPki.OVERLAY;
        HostPort loopback = new HostPort("127.0.0.1", 0);
        try (AdminServer admin =
                AdminServer.start(loopback, ring.environment, Optional::empty, PeerRoutes.of(ring.peers::find))) {
            String url = "http://" + admin.address();

            // Of a node, for everybody
            assertThat(pigw(url, 0, "store", "--peer", "586", "--kind", "node-data", "--number", "7", "grüße"))
                    .contains("\"results\"");
            assertThat(pigw(url, 0, "fetch", "--peer", "1618", "--kind", "node-data", "--of", "586", "--number", "7"))
                    .contains("\"value\":\"grüße\"", "\"node\":\"586\"");
            assertThat(pigw(url, 0, "delete", "--peer", "586", "--kind", "node-data", "--number", "7"))
                    .contains("\"results\"");
            assertThat(pigw(url, 1, "fetch", "--peer", "1618", "--kind", "node-data", "--of", "586", "--number", "7"))
                    .contains("\"state\":\"deleted\"");
            assertThat(pigw(url, 0, "fetch", "--peer", "586", "--kind", "user", "--of", carol))
                    .contains("\"key\":\"1618\"");

            // Of a user, for whom he lets
            pigw(url, 0, "store", "--peer", "586", "bob's");
            assertThat(pigw(url, 1, "fetch", "--peer", "1618", "--of", bob)).contains("nothing-seen");
            assertThat(pigw(url, 1, "store", "--peer", "1618", "--of", bob, "carol's"))
                    .isEmpty();
            assertThat(pigw(url, 1, "grant", "--peer", "1618", "--of", bob, "--to", carol + "=read"))
                    .isEmpty();
            pigw(url, 0, "grant", "--peer", "586", "--to", carol + "=read,modify");
            assertThat(pigw(url, 0, "fetch", "--peer", "1618", "--of", bob)).contains("bob's");
            pigw(url, 0, "store", "--peer", "1618", "--of", bob, "carol's");
            assertThat(pigw(url, 0, "fetch", "--peer", "586")).contains("carol's", "\"user\":\"" + carol + "\"");
            assertThat(pigw(url, 0, "fetch", "--peer", "586", "--kind", "access-list"))
                    .contains("\"rights\":[\"read\",\"modify\"]");

            // And no more
            assertThat(pigw(url, 0, "grant", "--peer", "586")).contains("\"takenOver\":\"" + carol + "\"");
            assertThat(pigw(url, 1, "fetch", "--peer", "1618", "--of", bob)).contains("nothing-seen");
            assertThat(pigw(url, 1, "store", "--peer", "1618", "--of", bob, "again"))
                    .isEmpty();
            assertThat(pigw(url, 0, "fetch", "--peer", "586")).contains("carol's", "\"user\":\"" + bob + "\"");

            assertThat(pigw(url, 2, "store", "--peer", "586", "--kind", "user", "x"))
                    .isEmpty();
            assertThat(pigw(url, 1, "store", "--peer", "586", "--as", carol, "x"))
                    .isEmpty();
        }
    }

    @Test
    void whatTheAdminPortDoesNotTakeIsToldAndChangesNothing() throws Exception {
        HostPort loopback = new HostPort("127.0.0.1", 0);
        try (AdminServer admin = AdminServer.start(
                        loopback, ring.environment, Optional::empty, PeerRoutes.of(ring.peers::find));
                HttpClient http = HttpClient.newHttpClient()) {
            String peer = "http://" + admin.address() + "/peers/586";
            for (String grants :
                    List.of("{}", "{\"grants\":[{}]}", "{\"grants\":[null]}", "{\"grants\":[],\"generation\":-1}")) {
                assertThat(post(http, peer + "/grants", grants)).as(grants).isEqualTo(400);
            }
            for (String value : List.of(
                    "{}",
                    "{\"value\":\"x\"}",
                    "{\"kind\":\"data\",\"value\":\"x\",\"generation\":-5}",
                    "{\"kind\":\"data\",\"value\":\"x\",\"generation\":9223372036854775807}",
                    "{\"kind\":\"data\",\"value\":\"x\",\"number\":3}",
                    "{\"kind\":\"node-data\",\"value\":\"x\",\"of\":\"carol@p2p.example.net\"}")) {
                assertThat(post(http, peer + "/records", value)).as(value).isEqualTo(400);
            }
            for (String message : List.of("{\"body\":\"x\"}", "{\"to\":\"1618\"}")) {
                assertThat(post(http, peer + "/messages", message)).as(message).isEqualTo(400);
            }

            peer(586).close();
            assertThat(http.send(HttpRequest.newBuilder(URI.create(peer)).build(), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(410);
            assertThat(post(http, peer + "/messages", "{\"to\":\"1618\",\"body\":\"x\"}"))
                    .isEqualTo(410);
        }
    }

    private static int post(HttpClient http, String url, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString()).statusCode();
    }

    /** What it prints. */
    private static String pigw(String url, int code, String... command) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(1, List.of("--admin", url, "--json"));
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            assertThat(PigwMain.execute(line.toArray(String[]::new)))
                    .as(() -> line + " said " + told)
                    .isEqualTo(code);
        } finally {
            System.setOut(before);
        }
        return told.toString(StandardCharsets.UTF_8);
    }

    private static void isHeld(StoreOutcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        StoreOutcome.Answered.class,
                        answered -> assertThat(answered.allHeld()).isTrue());
    }

    private static StoreOutcome store(Peer peer, int number, String text) throws Exception {
        ResourceId resource = SignedContent.resource(TestPki.OVERLAY, peer.id(), number);
        return peer.store(
                        resource,
                        writer -> List.of(
                                writer.value(resource, Kind.NODE_DATA, RecordKey.single(), 0, null, Bytes.utf8(text))))
                .get(60, TimeUnit.SECONDS);
    }

    private static String read(Peer reader, long owner, int number) {
        ResourceId resource = SignedContent.resource(TestPki.OVERLAY, NodeId.of(owner), number);
        FetchResult result = reader.fetch(resource, Kind.NODE_DATA).join();
        return result instanceof FetchResult.Found found
                ? found.values().getFirst().content().value().toUtf8()
                : result.toString();
    }

    private Peer peer(long id) {
        return ring.peers.find(NodeId.of(id)).orElseThrow();
    }

    private static Party.User dora() {
        return new Party.User("dora", TestPki.OVERLAY);
    }

    private static List<NodeId> ids(long... ids) {
        return LongStream.of(ids).mapToObj(NodeId::of).toList();
    }
}
