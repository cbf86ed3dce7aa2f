package io.pigw.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.runtime.Environment;
import io.pigw.runtime.admin.AdminServer;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.config.OverlayConfig;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.TestPki;
import io.pigw.runtime.trace.MessageTrace;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client over a real link, with a CSP that the tests play. */
class ClientNodeTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final NodeId CLIENT = NodeId.of(700);

    @TempDir
    private Path directory;

    private final TestPki pki = TestPki.create();
    private final Environment environment = Environment.create(2);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<P2psipMessage> asked = new ConcurrentLinkedQueue<>();

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        environment.close();
    }

    @Test
    void asksItsCspAndNobodyElseAnything() throws Exception {
        P2psipEndpoint csp = csp();
        Peers clients = client(csp.listen(new HostPort("127.0.0.1", 0)).join());
        AdminServer admin = keep(AdminServer.start(
                new HostPort("127.0.0.1", 0), environment, Optional::empty, PeerRoutes.of(clients::find)));
        assertThat(clients.allJoined()).succeedsWithin(SOON);

        Peer client = clients.all().getFirst();
        var sent = client.send(Party.parse("alice@ims.example.net"), "text/plain", Bytes.utf8("hi"))
                .get(20, TimeUnit.SECONDS);
        JsonNode status = get("http://" + admin.address() + "/peers/700");

        assertThat(sent.status()).isEqualTo(Status.OK);
        assertThat(status.get("role").asText()).isEqualTo("client");
        assertThat(status.get("summary").asText()).isEqualTo("client of CSP 512");
        assertThat(status.get("address").isNull()).isTrue();
        assertThat(asked)
                .hasSize(2)
                .first()
                .isInstanceOfSatisfying(
                        ChordMessage.RouteQuery.class,
                        query -> assertThat(query.target()).isEqualTo(CLIENT));
        assertThat(asked)
                .last()
                .isInstanceOfSatisfying(
                        MessageRequest.class,
                        message ->
                                assertThat(message.via()).containsExactly(new NodeContact(CLIENT, ClientNode.NOWHERE)));
    }

    @Test
    void answersForNobodyElse() throws Exception {
        P2psipEndpoint csp = csp();
        HostPort address = csp.listen(new HostPort("127.0.0.1", 0)).join();
        Peers clients = client(address);
        assertThat(clients.allJoined()).succeedsWithin(SOON);
        NodeContact other = new NodeContact(NodeId.of(586), new HostPort("127.0.0.1", 9586));

        for (P2psipMessage message : List.of(
                new ChordMessage.JoinRequest(fresh(), other),
                new ChordMessage.UpdateRequest(fresh(), other, List.of(), List.of()),
                new ChordMessage.LeaveRequest(fresh(), other, List.of(), List.of()),
                new ChordMessage.RouteQuery(fresh(), CLIENT, 9),
                new PingRequest(
                        CallId.mint(environment.random()),
                        fresh(),
                        new NodeContact(NodeId.of(512), address),
                        CLIENT,
                        9,
                        null,
                        List.of(),
                        List.of()),
                new NameMessage.Fetch(fresh(), (Party.User) Party.parse("bob@p2p.example.net")),
                new TrustMessage.OpinionRequest(fresh(), List.of(List.of(NodeId.of(512), CLIENT))))) {
            assertThat(ask(csp, message)).as(message.toString()).isEqualTo(403);
        }
        assertThat(ask(csp, new ChordMessage.Ping(fresh()))).isEqualTo(200);
    }

    @Test
    void aPeerNeedsAnAddressAndAClientDoesNot() {
        assertThatThrownBy(() -> start(Role.PEER, null, new HostPort("127.0.0.1", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("listen is needed");
        assertThatThrownBy(() -> start(Role.SOS, null, new HostPort("127.0.0.1", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither a peer's nor a client's certificate");
    }

    private P2psipEndpoint csp() {
        P2psipEndpoint csp = keep(P2psipEndpoint.open(
                environment, pki.issue(Role.CSP, 512), PeerPolicy.of(Role.CLIENT), EndpointOptions.DEFAULTS));
        csp.onRequest(this::answer);
        return csp;
    }

    private void answer(Inbound inbound) {
        asked.add(inbound.message());
        inbound.reply()
                .accept(
                        inbound.message() instanceof ChordMessage.RouteQuery query
                                ? new ChordMessage.RouteQueryAnswer(
                                        query.transaction(),
                                        new NodeContact(NodeId.of(512), new HostPort("127.0.0.1", 9512)),
                                        List.of(),
                                        List.of())
                                : Response.to(inbound.message(), Status.OK));
    }

    private int ask(P2psipEndpoint csp, P2psipMessage message) throws Exception {
        await().atMost(SOON)
                .until(() -> CompletableFuture.supplyAsync(csp::linkedNodes, csp.loop())
                                .join()
                                .size()
                        == 1);
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        csp.requestOverLink(CLIENT, message, SOON, outcome::complete);
        return outcome.get(30, TimeUnit.SECONDS) instanceof Outcome.Answered(Response response, NodeCertificate _)
                ? response.status().code()
                : 0;
    }

    private Transaction fresh() {
        return Transaction.mint(environment.random());
    }

    private Peers client(HostPort csp) {
        return start(Role.CLIENT, null, csp);
    }

    private Peers start(Role role, @Nullable HostPort listen, HostPort csp) {
        PeerConfig config = new PeerConfig(
                new IdentityConfig(directory, directory, directory),
                listen,
                null,
                new OverlayConfig(TestPki.OVERLAY, 11),
                List.of(new ContactConfig("512", csp.toString())),
                List.of(),
                new StoreConfig(directory.resolve("db")),
                ChordConfig.DEFAULT,
                100,
                null);
        return keep(Peers.start(
                List.of(new Peers.Member(config, pki.issue(role, CLIENT))), environment, MessageTrace.NONE));
    }

    private static JsonNode get(String uri) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return JsonMapper.builder()
                    .build()
                    .readTree(client.send(
                                    HttpRequest.newBuilder(URI.create(uri)).build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body());
        }
    }

    private <T extends AutoCloseable> T keep(T resource) {
        open.push(resource);
        return resource;
    }
}
