package io.pigw.sos;

import static io.pigw.sos.Samples.nodes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.opinion.KnownOpinions;
import io.pigw.overlay.opinion.OpinionServers;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.TrustMessage.NodeOpinionAnswer;
import io.pigw.p2psip.message.TrustMessage.NodeOpinionRequest;
import io.pigw.p2psip.message.TrustMessage.OpinionOn;
import io.pigw.p2psip.message.TrustMessage.OutcomeReport;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.OverlayConfig;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.NeedsPostgres;
import io.pigw.runtime.testing.TestPki;
import io.pigw.runtime.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two opinion servers on one database, each with an environment of its own, as in two processes. */
@NeedsPostgres
@Timeout(120)
class TwoServersTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final NodeId BAD = NodeId.of(570);
    private static final OpinionOn DISTRUST = new OpinionOn(0, OpinionOn.ONE, 0);

    private final TestPki pki = TestPki.create();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final StoreConfig store = TestPostgres.shared().store();
    private final Environment here = Environment.create(1, InstantSource.fixed(now));
    private final Environment there = Environment.create(1, InstantSource.fixed(now));
    private final Environment elsewhere = Environment.create(1, InstantSource.fixed(now));
    private final P2psipEndpoint csp = P2psipEndpoint.open(
            elsewhere, pki.issue(Role.CSP, 512), PeerPolicy.dialling(Role.SOS), EndpointOptions.DEFAULTS);
    private long transactions = 100;

    @SuppressWarnings("NullAway.Init")
    private Sos first;

    @SuppressWarnings("NullAway.Init")
    private Sos second;

    @BeforeEach
    void start() {
        first = Sos.start(config(), pki.issue(Role.SOS, 98), here);
        second = Sos.start(config(), pki.issue(Role.SOS, 99), there);
    }

    @AfterEach
    void close() {
        csp.close();
        first.close();
        second.close();
        here.close();
        there.close();
        elsewhere.close();
    }

    @Test
    void theFollowerSaysTheSameAndTakesNoReports() throws Exception {
        // When
        assertThat(report(first, 570, 9)).isEqualTo(200);
        assertThat(report(first, 571, 2)).isEqualTo(200);

        // Then
        assertThat(opinions(first)).startsWith(DISTRUST);
        await().atMost(SOON).untilAsserted(() -> assertThat(opinions(second)).isEqualTo(opinions(first)));
        assertThat(report(second, 572, 1)).isEqualTo(503);
        assertThat(there.metrics().count("pigw_sos_reports_total", "result", "elsewhere"))
                .isEqualTo(1);
        assertThat(isWriter(here)).isTrue();
        assertThat(isWriter(there)).isFalse();
    }

    @Test
    void theFollowerTakesOverWhenTheWriterIsClosed() throws Exception {
        // Given
        assertThat(report(first, 570, 9)).isEqualTo(200);
        assertThat(report(first, 571, 2)).isEqualTo(200);
        List<OpinionOn> before = opinions(first);

        // When
        first.close();
        await().atMost(SOON).until(() -> report(second, 571, 2) == 200);

        // Then
        assertThat(opinions(second))
                .as("no vote counts twice, and none is lost")
                .isEqualTo(before);
        assertThat(there.metrics().count("pigw_sos_condemned_total", "grounds", "audits"))
                .as("it was told by the first")
                .isZero();
        assertThat(isWriter(there)).isTrue();
        assertThat(report(second, 572, 1)).isEqualTo(200);

        // When the first comes back
        first = Sos.start(config(), pki.issue(Role.SOS, 98), here);

        // Then
        assertThat(opinions(first)).isEqualTo(opinions(second));
        assertThat(report(first, 573, 1)).isEqualTo(503);
        assertThat(report(second, 573, 1)).isEqualTo(200);
        await().atMost(SOON).untilAsserted(() -> assertThat(opinions(first)).isEqualTo(opinions(second)));
    }

    @Test
    void oneOfThemGoesOnWhenTheWritersConnectionIsCut() throws Exception {
        // Given
        assertThat(report(first, 570, 9)).isEqualTo(200);
        assertThat(report(first, 571, 2)).isEqualTo(200);
        List<OpinionOn> before = opinions(first);

        // When
        assertThat(TestPostgres.shared()
                        .query("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"))
                .hasSize(1);
        await().atMost(SOON).until(() -> report(first, 571, 2) == 200 || report(second, 571, 2) == 200);

        // Then
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(opinions(first)).isEqualTo(before);
            assertThat(opinions(second)).isEqualTo(before);
        });
    }

    @Test
    void whatWasAnsweredIsNeitherLostNorCountedTwice() throws Exception {
        // When: each report is brought until one of them takes it, and half-way the first goes
        int reports = 60;
        for (int i = 0; i < reports; i++) {
            if (i == reports / 2) {
                Thread.ofVirtual().start(first::close);
            }
            LinkOutcome lost =
                    new LinkOutcome(LinkOutcome.Kind.LOST, NodeId.of(700 + i), NodeId.of(570), NodeId.of(600 + i), now);
            await().atMost(SOON).until(() -> isTaken(first, lost) || isTaken(second, lost));
        }

        // Then
        assertThat(isWriter(there)).isTrue();
        assertThat(second.opinionOn(BAD).get(10, TimeUnit.SECONDS).disbelief())
                .isCloseTo(reports / (reports + 2.0), within(1e-9));
    }

    private boolean isTaken(Sos sos, LinkOutcome lost) throws Exception {
        return ask(sos, new OutcomeReport(transaction(), List.of(lost)))
                        instanceof Outcome.Answered(Response answer, var _)
                && answer.status().code() == 200;
    }

    @Test
    void whoKnowsBothGoesOnAsking() throws Exception {
        // Given
        KnownOpinions known = new KnownOpinions(
                new OpinionServers(List.of(first.contact(), second.contact()), csp.ports()),
                csp.ports(),
                Duration.ZERO);
        assertThat(report(first, 570, 9)).isEqualTo(200);
        await().atMost(SOON).until(() -> distrusted(known, BAD).contains(BAD));

        // When
        first.close();
        await().atMost(SOON).until(() -> report(second, 571, 9) == 200);

        // Then
        NodeId next = NodeId.of(571);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> distrusted(known, next).contains(next));
    }

    private Set<NodeId> distrusted(KnownOpinions known, NodeId node) throws Exception {
        CompletableFuture<Set<NodeId>> distrusted = new CompletableFuture<>();
        csp.loop().execute(() -> distrusted.complete(known.distrusted(List.of(node))));
        return distrusted.get(10, TimeUnit.SECONDS);
    }

    private static boolean isWriter(Environment environment) {
        return environment.metrics().scrape().lines().anyMatch("pigw_sos_writer 1.0"::equals);
    }

    private List<OpinionOn> opinions(Sos sos) throws Exception {
        Outcome outcome = ask(sos, new NodeOpinionRequest(transaction(), nodes(570, 571, 572, 573)));
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((NodeOpinionAnswer) ((Outcome.Answered) outcome).answer()).opinions();
    }

    /** That the node lost pings of so many observers. */
    private int report(Sos sos, long subject, int observers) throws Exception {
        List<LinkOutcome> lost = LongStream.range(0, observers)
                .mapToObj(i -> new LinkOutcome(
                        LinkOutcome.Kind.LOST, NodeId.of(520 + i), NodeId.of(subject), NodeId.of(600 + i), now))
                .toList();
        Outcome outcome = ask(sos, new OutcomeReport(transaction(), lost));
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Response) ((Outcome.Answered) outcome).answer()).status().code();
    }

    private Outcome ask(Sos sos, P2psipMessage request) throws Exception {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        csp.request(sos.contact(), request, Duration.ofSeconds(10), outcome::complete);
        return outcome.get(15, TimeUnit.SECONDS);
    }

    private SosConfig config() {
        Path none = Path.of("none.pem");
        return new SosConfig(
                new IdentityConfig(none, none, none),
                new HostPort("127.0.0.1", 0),
                new OverlayConfig(TestPki.OVERLAY, 11),
                store,
                OpinionConfig.DEFAULTS,
                CondemnationConfig.DEFAULTS,
                null,
                null);
    }

    private Transaction transaction() {
        return new Transaction(transactions++);
    }
}
