package io.pigw.sos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.Verifiers;
import io.pigw.runtime.testing.TestClock;
import io.pigw.runtime.testing.TestPki;
import io.pigw.sos.ExclusionProposal.Evidence;
import io.pigw.sos.ExclusionProposal.Grounds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The opinion server's end, against a played enrollment server. */
@Timeout(20)
class ExclusionClientTest {

    private final TestPki pki = TestPki.create();
    private final NodeIdentity sos = pki.issue(Role.SOS, 9);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Certificate> shown = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @SuppressWarnings("NullAway.Init")
    private HttpsServer server;

    @SuppressWarnings("NullAway.Init")
    private ExclusionClient client;

    private volatile boolean isHeld;
    private volatile int status = 200;
    private volatile String body = "{\"result\":\"excluded\",\"certificates\":1}";
    private volatile String retryAfter = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.setHttpsConfigurator(new HttpsConfigurator(pki.serverTls()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = getSSLContext().getDefaultSSLParameters();
                tls.setNeedClientAuth(true);
                parameters.setSSLParameters(tls);
            }
        });
        server.createContext("/.well-known/pigw/exclusions", this::answer);
        server.start();
        URI est = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/.well-known/est");
        client = ExclusionClient.of(est, () -> sos, new Verifiers(TestClock.atPresent()), new SecureRandom());
    }

    @AfterEach
    void stop() {
        release.countDown();
        client.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void proposesUnderItsOwnCertificate() throws Exception {
        assertThat(result(client.propose(proposal(586)))).isEqualTo(new ExclusionAnswer.Done());

        assertThat(shown).containsExactly(sos.chain().getFirst());
        assertThat(asked)
                .containsExactly("POST application/json {\"node\":\"586\",\"grounds\":\"audits\",\"evidence\":"
                        + "{\"good\":1.5,\"bad\":12.0,\"counterparties\":4,\"destinations\":6},"
                        + "\"detail\":\"says \\\"nothing\\\" to many\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"result\":\"already\"} | Already[]",
                "200 | {\"result\":\"magic\"} | Unreachable[reason=the enrollment server's answer is not known here]",
                "200 | excluded | Unreachable[reason=the enrollment server's answer is not JSON]",
                "202 | {\"result\":\"recorded\"} | Recorded[]",
                "400 | no | Refused[reason=no, forGood=true]",
                "403 | is of role csp | Refused[reason=is of role csp, forGood=false]",
                "404 | there is no node 586 | Refused[reason=there is no node 586, forGood=true]",
                "429 | enough | Capped[retryAfter=PT1H]",
                "503 | busy | Unreachable[reason=busy]",
                "500 | broke | Unreachable[reason=broke]",
            })
    void readsWhatTheServerSays(int answered, String text, String expected) throws Exception {
        status = answered;
        body = text;

        assertThat(result(client.propose(proposal(586)))).hasToString(expected);
    }

    @Test
    void isToldWhenToComeAgain() throws Exception {
        status = 429;
        retryAfter = "1740";

        assertThat(result(client.propose(proposal(586)))).isEqualTo(new ExclusionAnswer.Capped(Duration.ofMinutes(29)));
    }

    @Test
    void nobodyThereIsAnAnswerToo() throws Exception {
        server.stop(0);

        assertThat(result(client.propose(proposal(586)))).isInstanceOf(ExclusionAnswer.Unreachable.class);
    }

    @Test
    void anotherAuthoritysServerIsToldNothing() throws Exception {
        NodeIdentity foreign = TestPki.create().issue(Role.SOS, 9);
        URI est = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/.well-known/est");
        try (ExclusionClient elsewhere =
                ExclusionClient.of(est, () -> foreign, new Verifiers(TestClock.atPresent()), new SecureRandom())) {
            assertThat(result(elsewhere.propose(proposal(586)))).isInstanceOf(ExclusionAnswer.Unreachable.class);
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void asksOneAtATimeAndKeepsNoMoreThanItSays() throws Exception {
        isHeld = true;
        CompletableFuture<ExclusionAnswer> first = client.propose(proposal(1));
        await().until(() -> asked.size() == 1);

        List<CompletableFuture<ExclusionAnswer>> waiting = IntStream.rangeClosed(2, ExclusionClient.MAX_WAITING + 1)
                .mapToObj(id -> client.propose(proposal(id)))
                .toList();
        ExclusionAnswer beyond = result(client.propose(proposal(999)));

        assertThat(beyond).hasToString("Unreachable[reason=32 proposals wait for the enrollment server already]");
        assertThat(asked).hasSize(1);
        assertThat(first).isNotDone();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);

        isHeld = false;
        release.countDown();
        assertThat(result(first)).isEqualTo(new ExclusionAnswer.Done());
        assertThat(result(waiting.getFirst())).isEqualTo(new ExclusionAnswer.Done());
    }

    @Test
    void closingAnswersAll() throws Exception {
        isHeld = true;
        CompletableFuture<ExclusionAnswer> asking = client.propose(proposal(1));
        CompletableFuture<ExclusionAnswer> waiting = client.propose(proposal(2));
        await().until(() -> asked.size() == 1);

        client.close();

        ExclusionAnswer closing = new ExclusionAnswer.Unreachable("the opinion server is closing");
        assertThat(result(waiting)).isEqualTo(closing);
        assertThat(result(asking)).isInstanceOf(ExclusionAnswer.Unreachable.class);
        assertThat(result(client.propose(proposal(3)))).isEqualTo(closing);
    }

    @Test
    void whatTheServerWouldNotTakeIsNoProposal() {
        Evidence evidence = new Evidence(0, 1, 1, 1);

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ExclusionProposal(NodeId.of(1), Grounds.CONTRADICTION, evidence, "x".repeat(201)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExclusionProposal(NodeId.of(1), Grounds.CONTRADICTION, evidence, "two\nlines"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Evidence(Double.NaN, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Evidence(0, 1, -1, 1));
    }

    private void answer(HttpExchange exchange) throws IOException {
        for (Certificate certificate :
                ((HttpsExchange) exchange).getSSLSession().getPeerCertificates()) {
            if (certificate.equals(sos.chain().getFirst())) {
                shown.add(certificate);
            }
        }
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(
                exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Content-Type") + " " + text);
        if (isHeld) {
            try {
                release.await();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        }
        if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static ExclusionProposal proposal(long node) {
        return new ExclusionProposal(
                NodeId.of(node), Grounds.AUDITS, new Evidence(1.5, 12, 4, 6), "says \"nothing\" to many");
    }

    private static ExclusionAnswer result(CompletableFuture<ExclusionAnswer> answer) throws Exception {
        return answer.get(10, TimeUnit.SECONDS);
    }
}
