package io.pigw.sos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.TrustMessage.OutcomeReport;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.OverlayConfig;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.TestPki;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From what CSPs report to the proposal, for each action, against a played enrollment server. */
@Timeout(60)
class CondemnedNodeTest {

    private final TestPki pki = TestPki.create();
    private final NodeIdentity identity = pki.issue(Role.SOS, 99);
    private final Instant now = Instant.now();
    private final Environment environment = Environment.create(1, InstantSource.fixed(now));
    private final P2psipEndpoint csp = P2psipEndpoint.open(
            environment, pki.issue(Role.CSP, 512), PeerPolicy.dialling(Role.SOS), EndpointOptions.DEFAULTS);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private HttpsServer enrollment;

    @BeforeEach
    void listen() throws IOException {
        enrollment = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        enrollment.setHttpsConfigurator(new HttpsConfigurator(pki.serverTls()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = getSSLContext().getDefaultSSLParameters();
                tls.setNeedClientAuth(true);
                parameters.setSSLParameters(tls);
            }
        });
        enrollment.createContext("/.well-known/pigw/exclusions", this::answer);
        enrollment.start();
    }

    @AfterEach
    void close() {
        csp.close();
        environment.close();
        enrollment.stop(0);
    }

    @Test
    void aCondemnedNodeIsProposedUntilThatIsAnswered() throws Exception {
        // Given
        status = 503;
        try (Sos sos = start(CondemnationAction.REVOKE)) {
            lose(sos);

            await().until(() -> count("unreachable") == 1);
            assertThat(asked)
                    .singleElement()
                    .asString()
                    .contains("\"node\":\"570\"", "\"grounds\":\"audits\"", "\"destinations\":9");
        }

        // When
        status = 200;
        try (Sos _ = start(CondemnationAction.REVOKE)) {
            await().until(() -> count("excluded") == 1);
        }

        // Then
        assertThat(asked).hasSize(2);
        assertThat(environment.metrics().count("pigw_sos_condemned_total", "grounds", "audits"))
                .isEqualTo(1);
    }

    @Test
    void whatWasAnsweredIsNotProposedAgainAfterARestart() throws Exception {
        // Given
        try (Sos sos = start(CondemnationAction.REVOKE)) {
            lose(sos, 570);
            await().until(() -> count("excluded") == 1);
        }

        // When
        try (Sos sos = start(CondemnationAction.REVOKE)) {
            lose(sos, 571);
            await().until(() -> count("excluded") == 2);
        }

        // Then
        assertThat(asked).hasSize(2);
        assertThat(asked.getLast()).contains("\"node\":\"571\"");
    }

    @Test
    void whoIsOnlyQuarantinedIsNotProposed() throws Exception {
        try (Sos sos = start(CondemnationAction.QUARANTINE)) {
            lose(sos);

            assertThat(environment.metrics().count("pigw_sos_condemned_total", "grounds", "audits"))
                    .isEqualTo(1);
        }
        assertThat(asked).isEmpty();
    }

    private double count(String outcome) {
        return environment.metrics().count("pigw_sos_exclusions_total", "outcome", outcome);
    }

    private void lose(Sos sos) throws Exception {
        lose(sos, 570);
    }

    private void lose(Sos sos, long node) throws Exception {
        List<LinkOutcome> lost = LongStream.range(0, 9)
                .mapToObj(i -> new LinkOutcome(
                        LinkOutcome.Kind.LOST, NodeId.of(520 + i), NodeId.of(node), NodeId.of(600 + i), now))
                .toList();
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        csp.request(
                sos.contact(), new OutcomeReport(new Transaction(7), lost), Duration.ofSeconds(10), outcome::complete);
        assertThat(outcome.get(15, TimeUnit.SECONDS)).isInstanceOf(Outcome.Answered.class);
    }

    private Sos start(CondemnationAction action) {
        CondemnationConfig all = CondemnationConfig.DEFAULTS;
        Path none = directory.resolve("none.pem");
        return Sos.start(
                new SosConfig(
                        new IdentityConfig(none, none, none),
                        new HostPort("127.0.0.1", 0),
                        new OverlayConfig(TestPki.OVERLAY, 11),
                        new StoreConfig(directory.resolve("db")),
                        OpinionConfig.DEFAULTS,
                        new CondemnationConfig(
                                all.leastDisbelief(),
                                all.mostUncertainty(),
                                all.leastContradictions(),
                                all.leastOfOne(),
                                all.leastObservers(),
                                all.leastDestinations(),
                                action,
                                all.lasts()),
                        new ExclusionConfig(
                                "https://127.0.0.1:" + enrollment.getAddress().getPort() + "/.well-known/est"),
                        null),
                identity,
                environment);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] body = "{\"result\":\"excluded\",\"certificates\":1}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
