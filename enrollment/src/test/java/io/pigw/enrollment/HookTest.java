package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pigw.enrollment.TestIssuer.Server;
import io.pigw.enrollment.TestIssuer.Traces;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.hook.Hooks;
import io.pigw.enrollment.issue.Credentials;
import io.pigw.enrollment.issue.Outcome;
import io.pigw.enrollment.issue.Payments;
import io.pigw.enrollment.policy.HookSettings;
import io.pigw.enrollment.policy.HookSettings.Endpoint;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.enrollment.policy.TokenSecret;
import io.pigw.enrollment.store.ChargeStore;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Ring;
import io.pigw.runtime.identity.CertificateReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's own systems, played over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HookTest {

    private static final PolicySettings FREE = PolicySettings.DEFAULT;

    /** What the played system was asked: operation and header. */
    private record Question(String body, String authorization, String idempotencyKey) {
        boolean is(String operation) {
            return body.contains("\"operation\":\"" + operation + "\"");
        }
    }

    @FunctionalInterface
    private interface Reply {
        void to(HttpExchange exchange, Question question) throws IOException;
    }

    private final List<Question> questions = Collections.synchronizedList(new ArrayList<>());
    private volatile Reply reply = json(200, "{\"allow\":true}");
    private Path directory;
    private TestIssuer issuer;
    private HttpServer played;

    @BeforeAll
    void start(@TempDir Path shared) throws Exception {
        directory = shared;
        issuer = new TestIssuer(shared);
        played = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        played.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        played.createContext("/", exchange -> {
            Question question = new Question(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
            questions.add(question);
            reply.to(exchange, question);
            exchange.close();
        });
        played.start();
    }

    @AfterAll
    void stop() {
        played.stop(0);
        issuer.close();
    }

    @BeforeEach
    void forget() {
        questions.clear();
        reply = json(200, "{\"allow\":true}");
    }

    @Test
    void enrollsWhomTheIdentityProviderKnows() throws Exception {
        Server server = issuer.server(FREE.withHooks(new HookSettings(endpoint(), null, null)));
        reply = json(200, "{\"account\":\"Carol Doe\",\"role\":\"client\",\"users\":[\"Carol\"],\"more\":1}");

        Outcome outcome = server.login("carol", "pa55word", Requests.p256());

        NodeCertificate certificate =
                CertificateReader.read(((Outcome.Enrolled) outcome).chain().getFirst());
        assertThat(certificate.role()).isEqualTo(Role.CLIENT);
        assertThat(certificate.users()).hasToString("[carol@p2p.example.net]");
        assertThat(questions).hasSize(1);
        assertThat(questions.getFirst().body())
                .contains("\"user\":\"carol\"", "\"password\":\"pa55word\"", "192.0.2.7");
        assertThat(questions.getFirst().authorization()).isEqualTo("null");
    }

    @Test
    void asksTheIdentityProviderForNoToken() throws Exception {
        Server server = issuer.server(FREE.withHooks(new HookSettings(endpoint(), null, null)));
        String token = server.token(TokenRequest.peer("bearer"));

        Outcome outcome = server.enroll(token, Requests.p256());

        assertThat(outcome).isInstanceOf(Outcome.Enrolled.class);
        assertThat(questions).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void turnsStrangersAway(int status) throws Exception {
        Server server = issuer.server(FREE.withHooks(new HookSettings(endpoint(), null, null)));
        reply = json(status, "");

        assertThat(server.login("eve", "guess", Requests.p256())).isInstanceOf(Outcome.Unauthenticated.class);
    }

    @Test
    void asksNoMoreThanSomePasswordsOfAUserAndOfAnAddress() throws Exception {
        Server server = issuer.server(FREE.withHooks(new HookSettings(endpoint(), null, null)));
        KeyPair pair = Requests.p256();
        reply = json(401, "");

        List<Outcome> ofUser = logins(server, 11, _ -> "Eve", pair);
        int asked = questions.size();
        List<Outcome> ofAddress = logins(server, 50, i -> "eve" + i, pair);

        assertThat(ofUser.subList(0, 10)).hasOnlyElementsOfType(Outcome.Unauthenticated.class);
        assertThat(ofUser.getLast()).isInstanceOf(Outcome.TooMany.class);
        assertThat(asked).isEqualTo(10);
        assertThat(ofAddress.subList(0, 49)).hasOnlyElementsOfType(Outcome.Unauthenticated.class);
        assertThat(ofAddress.getLast()).isInstanceOf(Outcome.TooMany.class);
        assertThat(questions).hasSize(59);
        issuer.clock.advance(Duration.ofMinutes(2));
        assertThat(server.login("eve", "guess", pair)).isInstanceOf(Outcome.Unauthenticated.class);
    }

    private static List<Outcome> logins(Server server, int count, IntFunction<String> user, KeyPair pair)
            throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outcomes.add(server.login(user.apply(i), "guess", pair));
        }
        return outcomes;
    }

    @Test
    void aSlowIdentityProviderHoldsUpNoToken() throws Exception {
        Server server = issuer.server(FREE.withHooks(new HookSettings(endpoint(), null, null)));
        KeyPair pair = Requests.p256();
        var asked = new CountDownLatch(8);
        var held = new CountDownLatch(1);
        reply = (exchange, question) -> {
            asked.countDown();
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            json(401, "").to(exchange, question);
        };
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String user = "waiting" + i;
                waiting.add(clients.submit(() -> server.login(user, "secret", pair)));
            }
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

            Outcome oneMore = server.login("onemore", "secret", pair);
            Outcome byToken = server.enroll(server.token(TokenRequest.peer("unhindered")), Requests.p256());

            assertThat(held.getCount()).isEqualTo(1);
            assertThat(questions).hasSize(8);
            assertThat(oneMore).isInstanceOf(Outcome.Busy.class);
            assertThat(byToken).isInstanceOf(Outcome.Enrolled.class);
            held.countDown();
            for (Future<Outcome> answer : waiting) {
                assertThat(answer.get()).isInstanceOf(Outcome.Unauthenticated.class);
            }
            assertThat(server.login("onemore", "secret", pair)).isInstanceOf(Outcome.Unauthenticated.class);
        } finally {
            held.countDown();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "identity | 500 | {}",
                "identity | 429 | {}",
                "identity | 302 | {}",
                "identity | 200 | no json",
                "identity | 200 | {}",
                "identity | 200 | {\"account\":\"a\",\"role\":\"king\",\"users\":[]}",
                "reputation | 503 | {}",
                "reputation | 200 | {}",
                "reputation | 200 | null",
                "charging | 500 | {}",
                "charging | 200 | {\"allow\":\"perhaps\"}",
                "charging | 404 | {}",
            })
    void failsClosed(String what, int status, String body) throws Exception {
        Server server = server(what, endpoint());
        String token = server.token(TokenRequest.peer("closed"));
        reply = json(status, body);
        Traces before = issuer.traces();

        Outcome outcome = what.equals("identity")
                ? server.login("someone", "secret", Requests.p256())
                : server.enroll(token, Requests.p256());

        assertThat(outcome).isInstanceOf(Outcome.Busy.class);
        assertThat(((Outcome.Busy) outcome).retryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(issuer.traces()).isEqualTo(before);
        String id = issuer.operator
                .tokens()
                .list("closed", 0, 1, issuer.clock.instant())
                .get()
                .getFirst()
                .id();
        issuer.operator
                .tokens()
                .revoke(id, AuditActor.SERVER, issuer.clock.instant())
                .get();
    }

    @Test
    void waitsNoLongerThanItsTimeout() throws Exception {
        Server server = server("reputation", new Endpoint(url(), Duration.ofMillis(200), null));
        String token = server.token(TokenRequest.peer("patience"));
        var held = new CountDownLatch(1);
        reply = (exchange, question) -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };

        Outcome outcome = server.enroll(token, Requests.p256());

        held.countDown();
        assertThat(outcome).isInstanceOf(Outcome.Busy.class);
    }

    @Test
    void chargesOnceForACertificateHoweverOftenTheConfirmationIsLost() throws Exception {
        Payments payments = payments();
        Server server = issuer.server(FREE, new Ring(128), payments);
        reply = (exchange, question) -> {
            if (question.is("confirm") && count("confirm") == 1) {
                return; // closed without an answer, although it has been taken note of
            }
            json(200, "{\"allow\":true}").to(exchange, question);
        };

        Outcome outcome = server.enroll(server.token(TokenRequest.peer("payer")), Requests.p256());
        payments.settle();
        Payments afterACrash = payments();
        afterACrash.settle();
        long beforeThePause = count("confirm");
        issuer.clock.advance(Duration.ofMinutes(1));
        afterACrash.settle();
        issuer.clock.advance(Duration.ofHours(1));
        afterACrash.settle();

        assertThat(outcome).isInstanceOf(Outcome.Enrolled.class);
        assertThat(beforeThePause).isEqualTo(1);
        assertThat(count("confirm")).isEqualTo(2);
        assertThat(questions.stream()
                        .filter(question -> question.is("confirm"))
                        .map(Question::idempotencyKey)
                        .distinct())
                .hasSize(1);
        assertThat(count("release")).isZero();
        assertThat(issuer.count("charges")).isZero();
    }

    @Test
    void releasesWhatCameToNothing() throws Exception {
        Payments payments = payments();
        Server server = issuer.server(FREE, new Ring(128), payments);
        String token = server.token(TokenRequest.peer("loser"));
        byte[] csr = Requests.good(Requests.p256());
        reply = (exchange, question) -> {
            if (question.is("reserve")) {
                blockAccount("loser");
            }
            json(200, "{\"allow\":true}").to(exchange, question);
        };

        Outcome outcome =
                server.issuer().enroll(Credentials.token(TokenSecret.presented(token)), TestIssuer.ADDRESS, csr);
        payments.settle();

        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(count("release")).isEqualTo(1);
        assertThat(count("confirm")).isZero();
        assertThat(issuer.count("charges")).isZero();
    }

    @Test
    void releasesWhatACrashLeftReserved() throws Exception {
        Payments payments = payments();
        payments.settle();
        questions.clear();
        TestIssuer.await(issuer.charges.begin("abandoned", "nobody", issuer.clock.instant()));

        payments.settle();
        long atOnce = count("release");
        issuer.clock.advance(ChargeStore.ABANDONED);
        payments.settle();

        assertThat(atOnce).isZero();
        assertThat(count("release")).isEqualTo(1);
        assertThat(issuer.count("charges")).isZero();
    }

    @Test
    void refusesWhoCannotPay() throws Exception {
        Server server = issuer.server(FREE, new Ring(128), payments());
        reply = json(402, "");
        Traces before = issuer.traces();

        Outcome outcome = server.enroll(server.token(TokenRequest.peer("pauper")), Requests.p256());

        assertThat(((Outcome.Refused) outcome).violations().getFirst().code()).isEqualTo("charging");
        assertThat(issuer.traces()).isEqualTo(before);
        assertThat(issuer.count("charges")).isZero();
    }

    @Test
    void readsNoSecretThatOthersCanRead() throws Exception {
        Path secret = Files.writeString(directory.resolve("open-secret"), "letmein\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> Hooks.open(
                        new HookSettings(new Endpoint(url(), Duration.ofSeconds(1), secret), null, null),
                        issuer.clock,
                        new SecureRandom()))
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("letmein");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://charging.example.net/", "ftp://127.0.0.1/", "/path", "https://user:pw@host/"})
    void sendsSecretsNowhereInTheClear(String url) {
        assertThatThrownBy(() -> new Endpoint(url, Duration.ofSeconds(1), null)).hasMessageContaining("https");
    }

    private Server server(String what, Endpoint endpoint) throws Exception {
        return switch (what) {
            case "identity" -> issuer.server(FREE.withHooks(new HookSettings(endpoint, null, null)));
            case "reputation" -> issuer.server(FREE.withHooks(new HookSettings(null, endpoint, null)));
            default -> issuer.server(FREE, new Ring(128), payments());
        };
    }

    private Payments payments() throws Exception {
        Hooks hooks = Hooks.open(new HookSettings(null, null, endpoint()), issuer.clock, new SecureRandom());
        return new Payments(hooks.charging().orElseThrow(), issuer.charges, issuer.clock, new SecureRandom());
    }

    private void blockAccount(String account) {
        issuer.operator
                .accounts()
                .block(account, "in the meantime", AuditActor.SERVER, issuer.clock.instant())
                .join();
    }

    private long count(String operation) {
        return List.copyOf(questions).stream()
                .filter(question -> question.is(operation))
                .count();
    }

    private Endpoint endpoint() throws IOException {
        return new Endpoint(url(), Duration.ofSeconds(10), SharedSecret.file(directory));
    }

    private String url() {
        return "http://127.0.0.1:" + played.getAddress().getPort() + "/hook";
    }

    private static Reply json(int status, String body) {
        return (exchange, question) -> SharedSecret.answer(exchange, status, body);
    }
}
