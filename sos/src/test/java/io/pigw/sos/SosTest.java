package io.pigw.sos;

import static io.pigw.sos.Samples.nodes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.p2psip.message.TrustMessage.EvidenceReport;
import io.pigw.p2psip.message.TrustMessage.NodeOpinionAnswer;
import io.pigw.p2psip.message.TrustMessage.NodeOpinionRequest;
import io.pigw.p2psip.message.TrustMessage.OpinionRequest;
import io.pigw.p2psip.message.TrustMessage.OpinionResponse;
import io.pigw.p2psip.message.TrustMessage.OutcomeReport;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.OverlayConfig;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.TestPki;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service over real sockets, with real certificates, signatures and database. */
class SosTest {

    private static final HostPort ANY = new HostPort("127.0.0.1", 0);
    private static final long SOS = 99;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestPki pki = TestPki.create();
    private final SignedPings pings = new SignedPings(pki);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Environment environment = Environment.create(2, InstantSource.fixed(now));
    private final Map<NodeIdentity, P2psipEndpoint> endpoints = new HashMap<>();
    private final List<List<NodeId>> routes = List.of(nodes(512, 540, 560, 586), nodes(512, 550, 570, 586));
    private long transactions = 100;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private Sos sos;

    @BeforeEach
    void start() {
        sos = Sos.start(config(), pki.issue(Role.SOS, SOS), environment);
    }

    @AfterEach
    void close() {
        endpoints.values().forEach(P2psipEndpoint::close);
        sos.close();
        environment.close();
    }

    @Test
    void withoutEvidenceTheFirstOfEqualRoutesIsChosen() throws Exception {
        OpinionResponse answer = opinion();

        assertThat(answer.chosen()).isZero();
        assertThat(answer.expectations()).containsExactly(.5, .5);
    }

    @Test
    void aRouteThatArrivedBeforeIsChosen() throws Exception {
        assertThat(report(peer(586), arrived(512, 550, 570, 586))).isEqualTo(200);

        OpinionResponse answer = opinion();

        assertThat(answer.chosen()).isEqualTo(1);
        double belief = Math.pow(.5 / 2.5, 3);
        assertThat(answer.expectations().get(1)).isCloseTo(belief + .5 * (1 - belief), within(1e-9));
        assertThat(environment.metrics().count("pigw_sos_reports_total", "result", "taken"))
                .isEqualTo(1);
    }

    @Test
    void aReporterIsHeardOnceInAWindow() throws Exception {
        PingRequest ping = arrived(512, 550, 570, 586);
        assertThat(report(peer(586), ping)).isEqualTo(200);
        List<Double> before = opinion().expectations();

        assertThat(report(peer(586), ping, ping)).isEqualTo(200);
        assertThat(opinion().expectations()).isEqualTo(before);

        assertThat(report(pings.node(Role.CSP, 512), ping)).isEqualTo(200);
        assertThat(opinion().expectations().get(1)).isGreaterThan(before.get(1));
    }

    @Test
    void evidenceSurvivesARestart() throws Exception {
        PingRequest ping = arrived(512, 550, 570, 586);
        assertThat(report(peer(586), ping)).isEqualTo(200);
        double before = opinion().expectations().get(1);

        restart();

        assertThat(opinion().chosen()).isEqualTo(1);
        assertThat(opinion().expectations().get(1)).isCloseTo(before, within(1e-9));
        assertThat(report(peer(586), ping)).isEqualTo(200);
        assertThat(opinion().expectations().get(1))
                .as("the vote was remembered")
                .isCloseTo(before, within(1e-9));
    }

    @Test
    void theOpinionOnEachNodeIsStored() throws Exception {
        assertThat(report(pings.node(Role.CSP, 512), arrived(512, 550, 570, 586), arrived(512, 540, 560, 586)))
                .isEqualTo(200);

        assertThat(sos.opinionOn(NodeId.of(586)).get(10, TimeUnit.SECONDS).belief())
                .as("the second for the same destination counts a quarter")
                .isCloseTo(1.25 / 3.25, within(1e-9));
        try (Database database = environment.databases().open(config().store(), DatabaseEvidenceStore.MIGRATIONS)) {
            assertThat(StoredOpinions.of(database, NodeId.of(586))).containsExactly(1.25 / 3.25, 0.0, 2 / 3.25, .5);
            assertThat(StoredOpinions.of(database, NodeId.of(570))).isNotEmpty();
            assertThat(StoredOpinions.of(database, NodeId.of(512))).isEmpty();
        }
    }

    @Test
    void whatIsNotProvenOrNotTheReportersIsRefused() throws Exception {
        PingRequest good = arrived(512, 540, 560, 586);
        PingRequest forged = SignedPings.forged(arrived(512, 550, 570, 586));
        PingRequest foreign = new SignedPings(TestPki.create()).ping(now.plusSeconds(60), 512, 550, 586);
        pings.node(Role.PEER, 600);
        PingRequest ofNoCsp = arrived(600, 550, 570, 586);

        assertThat(report(peer(586), good, forged)).isEqualTo(403);
        assertThat(report(peer(586), foreign)).as("of another CA").isEqualTo(403);
        assertThat(report(peer(586), ofNoCsp)).isEqualTo(403);
        assertThat(report(peer(560), good)).as("by a hop").isEqualTo(403);

        assertThat(opinion().expectations()).containsExactly(.5, .5);
    }

    @Test
    void aNodeThatLosesThePingsOfMostIsCondemned() throws Exception {
        List<LinkOutcome> lost = LongStream.range(0, 9)
                .mapToObj(i -> new LinkOutcome(
                        LinkOutcome.Kind.LOST, NodeId.of(520 + i), NodeId.of(570), NodeId.of(600 + i), now))
                .toList();

        assertThat(report(pings.node(Role.CSP, 512), new OutcomeReport(transaction(), lost)))
                .isEqualTo(200);

        assertThat(opinionsOn(570, 571))
                .containsExactly(
                        new TrustMessage.OpinionOn(0, TrustMessage.OpinionOn.ONE, 0),
                        new TrustMessage.OpinionOn(0, 0, TrustMessage.OpinionOn.ONE / 2));
        assertThat(environment.metrics().count("pigw_sos_condemned_total", "grounds", "audits"))
                .isEqualTo(1);
        restart();
        assertThat(sos.opinionOn(NodeId.of(570)).get(10, TimeUnit.SECONDS).disbelief())
                .isCloseTo(9 / 11.0, within(1e-9));
        assertThat(opinionsOn(570))
                .as("it stays condemned")
                .containsExactly(new TrustMessage.OpinionOn(0, TrustMessage.OpinionOn.ONE, 0));
        assertThat(environment.metrics().count("pigw_sos_condemned_total", "grounds", "audits"))
                .isEqualTo(1);
    }

    @Test
    void outcomesThatAPeerReportsAreRefused() throws Exception {
        LinkOutcome outcome =
                new LinkOutcome(LinkOutcome.Kind.LOST, NodeId.of(550), NodeId.of(570), NodeId.of(586), now);

        assertThat(report(peer(586), new OutcomeReport(transaction(), List.of(outcome))))
                .isEqualTo(403);
        assertThat(environment.metrics().count("pigw_sos_reports_total", "result", "refused"))
                .isEqualTo(1);
    }

    @Test
    void theGatewayIsNotLetIn() throws Exception {
        Outcome outcome = ask(pki.issue(Role.GATEWAY, 260), new OpinionRequest(transaction(), routes));

        assertThat(outcome).isInstanceOf(Outcome.Unreachable.class);
    }

    @Test
    void whatItDoesNotServeIsAnswered501AndTheLinkLivesOn() throws Exception {
        Outcome outcome =
                ask(peer(586), new NameMessage.Fetch(transaction(), new Party.User("bob", "p2p.example.net")));

        assertThat(code(outcome)).isEqualTo(501);
        assertThat(opinion().expectations()).hasSize(2);
    }

    @Test
    void metricsAndHealthAreServed() throws Exception {
        opinion();
        HostPort admin = sos.admin().orElseThrow();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> metrics = http.send(
                    HttpRequest.newBuilder(URI.create("http://" + admin + "/metrics"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(metrics.body()).contains("pigw_sos_opinions_total 1.0");
        }
    }

    @Test
    void theAdminPortSaysWhatIsThoughtOfANodeAndWhy() throws Exception {
        report(pings.node(Role.CSP, 512), arrived(512, 550, 570, 586));

        JsonNode view = json(200, "GET", "/opinions/586", "");

        assertThat(view.at("/opinion/belief").asDouble()).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(view.at("/opinion/expectation").asDouble()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(view.at("/links/0/observer").asText()).isEqualTo("570");
        assertThat(view.at("/links/0/weighedAt").asText()).isEqualTo(now.toString());
        assertThat(view.at("/links/0/leftOut").asBoolean(true)).isFalse();
        assertThat(view.at("/observers").asInt()).isEqualTo(1);
        assertThat(view.at("/distrusted").asBoolean(true)).isFalse();
    }

    @Test
    void theAdminPortKnowsNothingOfAStranger() throws Exception {
        JsonNode view = json(200, "GET", "/opinions/77", "");

        assertThat(view.at("/opinion/uncertainty").asDouble()).isEqualTo(1);
        assertThat(view.at("/links").isEmpty()).isTrue();
    }

    @Test
    void theAdminPortSaysHowRoutesWereJudged() throws Exception {
        report(pings.node(Role.CSP, 512), arrived(512, 550, 570, 586));
        assertThat(json(200, "GET", "/judgements/586", "").at("/judgements").isEmpty())
                .isTrue();
        opinion();

        JsonNode asked = json(200, "GET", "/judgements/586", "").at("/judgements/0");
        JsonNode now = json(
                200,
                "POST",
                "/routes/judge",
                "{\"routes\": [[\"512\", \"540\", \"560\", \"586\"], [\"512\", \"550\", \"570\", \"586\"]]}");

        assertThat(asked.at("/chosen").asInt()).isEqualTo(1);
        assertThat(asked.at("/routes/1/nodes").toString()).isEqualTo("[\"512\",\"550\",\"570\",\"586\"]");
        assertThat(asked.at("/routes/1/links/0/good").asDouble()).isEqualTo(1);
        assertThat(asked.at("/routes/0/links/0").has("weighedAt")).isFalse();
        assertThat(now).isEqualTo(asked);
        assertThat(json(200, "GET", "/judgements/586", "").at("/judgements"))
                .as("what an operator asks is none")
                .hasSize(1);
    }

    @Test
    void theAdminPortRefusesWhatIsNoQuestion() throws Exception {
        refused("GET", "/opinions/bob", "", "decimal digits: write it as in 586");
        refused("GET", "/opinions/2048", "", "2048 is not in this overlay's ring");
        refused("GET", "/judgements/-1", "", "decimal digits");
        refused("POST", "/routes/judge", "{}", "routes is needed");
        refused("POST", "/routes/judge", "{'routes': []}", "1 to 32 routes");
        refused("POST", "/routes/judge", "{'routes': [null]}", "2 to 33 nodes");
        refused("POST", "/routes/judge", "{'routes': [['512']]}", "2 to 33 nodes");
        refused("POST", "/routes/judge", "{'routes': [['512', null]]}", "node ID has 1 to 39");
        refused("POST", "/routes/judge", "{'paths': []}", "the body is not as expected");
    }

    private void refused(String method, String path, String body, String reason) throws Exception {
        JsonNode refusal = json(400, method, path, body.replace('\'', '"'));

        assertThat(refusal.at("/error").asText()).contains(reason);
    }

    private JsonNode json(int status, String method, String path, String body) throws Exception {
        HostPort admin = sos.admin().orElseThrow();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://" + admin + path))
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            return JSON.readTree(answer.body());
        }
    }

    @Test
    void anotherRolesCertificateDoesNotStartOne() {
        NodeIdentity peer = pki.issue(Role.PEER, 98);

        assertThatIllegalArgumentException().isThrownBy(() -> Sos.start(config(), peer, environment));
    }

    private SosConfig config() {
        Path none = directory.resolve("none.pem");
        return new SosConfig(
                new IdentityConfig(none, none, none),
                ANY,
                new OverlayConfig(TestPki.OVERLAY, 11),
                new StoreConfig(directory.resolve("db")),
                OpinionConfig.DEFAULTS,
                CondemnationConfig.DEFAULTS,
                null,
                ANY);
    }

    private void restart() {
        sos.close();
        start();
    }

    private NodeIdentity peer(long id) {
        return pings.node(Role.PEER, id);
    }

    private PingRequest arrived(long... ids) {
        return pings.ping(now.plusSeconds(60), ids);
    }

    private OpinionResponse opinion() throws Exception {
        Outcome outcome = ask(peer(586), new OpinionRequest(transaction(), routes));
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return (OpinionResponse) ((Outcome.Answered) outcome).answer();
    }

    private List<TrustMessage.OpinionOn> opinionsOn(long... nodes) throws Exception {
        Outcome outcome = ask(peer(586), new NodeOpinionRequest(transaction(), nodes(nodes)));
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((NodeOpinionAnswer) ((Outcome.Answered) outcome).answer()).opinions();
    }

    private int report(NodeIdentity by, PingRequest... arrived) throws Exception {
        return report(by, new EvidenceReport(transaction(), List.of(arrived)));
    }

    private int report(NodeIdentity by, TrustMessage report) throws Exception {
        return code(ask(by, report));
    }

    private static int code(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Response) ((Outcome.Answered) outcome).answer()).status().code();
    }

    private Outcome ask(NodeIdentity who, P2psipMessage request) throws Exception {
        P2psipEndpoint endpoint = endpoints.computeIfAbsent(
                who,
                identity -> P2psipEndpoint.open(
                        environment, identity, PeerPolicy.dialling(Role.SOS), EndpointOptions.DEFAULTS));
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        endpoint.request(sos.contact(), request, Duration.ofSeconds(10), outcome::complete);
        return outcome.get(15, TimeUnit.SECONDS);
    }

    private Transaction transaction() {
        return new Transaction(transactions++);
    }
}
