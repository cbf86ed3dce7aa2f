package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pigw.enrollment.TestIssuer.Server;
import io.pigw.enrollment.est.EstLimits;
import io.pigw.enrollment.issue.Outcome;
import io.pigw.enrollment.policy.HookSettings;
import io.pigw.enrollment.policy.HookSettings.Endpoint;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.overlay.port.Role;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.est.EstOutcome;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.testing.WholeLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The identity provider is believed only when it is it, and stops nobody who does not need it. */
class IdentityProviderTest {

    private static final String CAROL = "{\"account\":\"carol\",\"users\":[\"carol\"]}";

    @FunctionalInterface
    private interface Reply {
        void to(HttpExchange exchange, String question) throws IOException;
    }

    private static final String PASSWORD = "pa55word";

    private final WholeLog log = WholeLog.open();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Reply reply = (exchange, _) -> SharedSecret.answer(exchange, 200, CAROL);
    private HttpServer played;
    private Path secret;

    @TempDir
    Path directory;

    @BeforeEach
    void play() throws IOException {
        secret = SharedSecret.file(directory);
        played = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        played.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        played.createContext("/", exchange -> {
            asked.incrementAndGet();
            reply.to(exchange, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.close();
        });
        played.start();
    }

    @AfterEach
    void stop() {
        played.stop(0);
        log.close();
        log.assertTellsNone(SharedSecret.SECRET, PASSWORD);
    }

    @Test
    void isBelievedWhenItsAnswerIsSigned() throws Exception {
        reply = (exchange, question) ->
                SharedSecret.answer(exchange, SharedSecret.isSigned(exchange, question) ? 200 : 401, CAROL);
        try (TestIssuer issuer = new TestIssuer(directory)) {
            Server server = issuer.server(policy());

            Outcome outcome = server.login("carol", PASSWORD, Requests.p256());

            assertThat(outcome).isInstanceOf(Outcome.Enrolled.class);
            assertThat(issuer.count("nodes WHERE account = 'idp:carol'")).isEqualTo(1);
            assertThat(issuer.count("nodes WHERE account = 'carol'")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unsigned", "for another question", "with another status", "with another body"})
    void isNotBelievedOtherwise(String how) throws Exception {
        reply = (exchange, _) -> {
            String nonce = exchange.getRequestHeaders().getFirst("Pigw-Nonce");
            byte[] body = CAROL.getBytes(StandardCharsets.UTF_8);
            String head = "pigw-hook-answer-1\n" + nonce + "\n200\n";
            String mac = switch (how) {
                case "unsigned" -> "";
                case "for another question" -> SharedSecret.mac(head.replace(nonce, "0".repeat(64)), body);
                case "with another status" -> SharedSecret.mac(head.replace("200", "401"), body);
                default -> SharedSecret.mac(head, "{}".getBytes(StandardCharsets.UTF_8));
            };
            exchange.getResponseHeaders().set("Pigw-Mac", mac);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        };
        try (TestIssuer issuer = new TestIssuer(directory)) {
            Server server = issuer.server(policy());

            Outcome outcome = server.login("carol", PASSWORD, Requests.p256());

            assertThat(outcome).isInstanceOf(Outcome.Busy.class);
            assertThat(issuer.count("nodes")).isZero();
        }
    }

    @Test
    void needsTlsOrASecretThatIsNotGuessed() throws Exception {
        assertThatThrownBy(() -> new HookSettings(new Endpoint(url(), Duration.ofSeconds(1), null), null, null))
                .hasMessageContaining("https")
                .hasMessageContaining("secretFile");
        Path brief = Files.writeString(directory.resolve("brief"), "letmein\n");
        Files.setPosixFilePermissions(brief, PosixFilePermissions.fromString("rw-------"));
        HookSettings settings = new HookSettings(new Endpoint(url(), Duration.ofSeconds(1), brief), null, null);
        try (TestIssuer issuer = new TestIssuer(directory)) {
            assertThatThrownBy(() -> issuer.server(PolicySettings.DEFAULT.withHooks(settings)))
                    .hasMessageContaining("openssl rand -hex 32")
                    .hasMessageNotContaining("letmein");
        }
    }

    @Test
    void hasAccountsThatNoTokenIsFor() {
        assertThatThrownBy(() -> new TokenRequest("IDP:carol", Role.PEER, List.of(), null, null))
                .hasMessageContaining("idp:")
                .hasMessageContaining("name the account otherwise");
    }

    @Test
    void isSparedWhenItDoesNotAnswer() throws Exception {
        reply = (exchange, _) -> SharedSecret.answer(exchange, 500, "");
        try (TestIssuer issuer = new TestIssuer(directory)) {
            Server server = issuer.server(policy());
            for (int i = 0; i < 8; i++) {
                assertThat(server.login("carol", PASSWORD, Requests.p256())).isInstanceOf(Outcome.Busy.class);
            }
            assertThat(asked).hasValue(5);

            issuer.clock.advance(Duration.ofSeconds(10));
            for (int i = 0; i < 2; i++) {
                assertThat(server.login("dora", PASSWORD, Requests.p256())).isInstanceOf(Outcome.Busy.class);
            }
            assertThat(asked).as("one question to see").hasValue(6);

            reply = (exchange, _) -> SharedSecret.answer(exchange, 200, CAROL);
            issuer.clock.advance(Duration.ofSeconds(10));
            assertThat(server.login("dora", PASSWORD, Requests.p256())).isInstanceOf(Outcome.Enrolled.class);
            assertThat(server.login("dora", PASSWORD, Requests.p256())).isInstanceOf(Outcome.Enrolled.class);
        }
    }

    /** From one suspect address: eight who wait for the provider, one with a token, one who renews; two turns in all. */
    @Test
    void stopsNeitherTokensNorRenewalsWhileItIsSlow() throws Exception {
        var questions = new CountDownLatch(2);
        var held = new CountDownLatch(1);
        reply = (exchange, _) -> {
            questions.countDown();
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            SharedSecret.answer(exchange, 401, "");
        };
        EstLimits few = new EstLimits(
                512,
                128,
                16 * 1024,
                8 * 1024,
                2,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                30,
                Duration.ofSeconds(1));
        try (TestEnrollment enrollment = new TestEnrollment(directory, few, policy().withRenewAfterPercent(0), 32);
                EstClient client = enrollment.client();
                HttpClient strangers =
                        HttpClient.newBuilder().sslContext(enrollment.tls()).build()) {
            NodeIdentity node = client.enroll(enrollment.server().issueToken(TokenRequest.peer("renewer")));
            for (int i = 0; i < 31; i++) {
                strangers.send(login(enrollment, "", "wrong" + i), HttpResponse.BodyHandlers.discarding());
            }
            List<CompletableFuture<HttpResponse<Void>>> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                waiting.add(strangers.sendAsync(
                        login(enrollment, "waiting" + i, "secret"), HttpResponse.BodyHandlers.discarding()));
            }
            assertThat(questions.await(10, TimeUnit.SECONDS)).isTrue();

            EstOutcome byToken = client.enroll(
                    enrollment.server().issueToken(TokenRequest.peer("unhindered")), client.generateKey());
            EstOutcome renewed = client.reenroll(node, client.generateKey());

            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            assertThat(byToken).isInstanceOf(EstOutcome.Enrolled.class);
            assertThat(renewed).isInstanceOf(EstOutcome.Enrolled.class);
            held.countDown();
            for (CompletableFuture<HttpResponse<Void>> answer : waiting) {
                assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isIn(401, 429);
            }
        }
    }

    private static HttpRequest login(TestEnrollment enrollment, String user, String password) throws Exception {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create(enrollment.server().est() + "/simpleenroll"))
                .header("Content-Type", "application/pkcs10")
                .header("Authorization", "Basic " + credentials)
                .POST(HttpRequest.BodyPublishers.ofString(
                        Base64.getEncoder().encodeToString(Requests.good(Requests.p256()))))
                .build();
    }

    private PolicySettings policy() {
        return PolicySettings.DEFAULT.withHooks(
                new HookSettings(new Endpoint(url(), Duration.ofSeconds(20), secret), null, null));
    }

    private String url() {
        return "http://127.0.0.1:" + played.getAddress().getPort() + "/hook";
    }
}
