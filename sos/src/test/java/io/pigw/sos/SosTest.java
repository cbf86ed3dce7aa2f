package io.pigw.sos;

import static io.pigw.sos.Samples.nodes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.TrustMessage.EvidenceReport;
import io.pigw.p2psip.message.TrustMessage.OpinionRequest;
import io.pigw.p2psip.message.TrustMessage.OpinionResponse;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service over real sockets, with real certificates, signatures and database. */
class SosTest {

    private static final HostPort ANY = new HostPort("127.0.0.1", 0);
    private static final long SOS = 99;

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
        double belief = Math.pow(1 / 3.0, 3);
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
        assertThat(report(peer(586), arrived(512, 550, 570, 586), arrived(512, 540, 560, 586)))
                .isEqualTo(200);

        assertThat(sos.opinionOn(NodeId.of(586)).get(10, TimeUnit.SECONDS).belief())
                .isCloseTo(2 / 4.0, within(1e-9));
        try (Database database = environment.databases().open(config().store(), DatabaseEvidenceStore.MIGRATIONS)) {
            assertThat(StoredOpinions.of(database, NodeId.of(586))).containsExactly(.5, 0.0, .5, .5);
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

    private int report(NodeIdentity by, PingRequest... arrived) throws Exception {
        return code(ask(by, new EvidenceReport(transaction(), List.of(arrived))));
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
