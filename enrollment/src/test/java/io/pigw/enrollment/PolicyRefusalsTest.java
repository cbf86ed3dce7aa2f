package io.pigw.enrollment;

import static io.pigw.enrollment.TestIssuer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.pigw.enrollment.TestIssuer.Server;
import io.pigw.enrollment.TestIssuer.Traces;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.issue.Credentials;
import io.pigw.enrollment.issue.Outcome;
import io.pigw.enrollment.policy.HookSettings;
import io.pigw.enrollment.policy.KeyCheck;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.enrollment.policy.Rate;
import io.pigw.enrollment.policy.TokenSecret;
import io.pigw.enrollment.policy.Violation;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.enrollment.revoke.RevocationRequest;
import io.pigw.enrollment.revoke.Selector;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.runtime.store.StoreConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One row for each rule: who breaks it gets nothing, and nothing is signed, recorded or spent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyRefusalsTest {

    private static final PolicySettings LAX = PolicySettings.DEFAULT;
    private static final NodeId EXCLUDED = NodeId.of(77_001);

    private TestIssuer issuer;
    private Server lax;
    private HttpServer hook;
    private Path secret;
    private volatile int hookStatus = 200;
    private volatile String hookAnswer = "";
    private int accounts;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        issuer = new TestIssuer(directory, store(directory));
        secret = SharedSecret.file(directory);
        lax = issuer.server(LAX);
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            SharedSecret.answer(exchange, hookStatus, hookAnswer);
            exchange.close();
        });
        hook.start();
    }

    /** Of an empty database. */
    StoreConfig store(Path directory) {
        return TestEnrollment.derby(directory);
    }

    @AfterAll
    void stop() {
        hook.stop(0);
        issuer.close();
    }

    /** Prepares everything, and returns what is to be refused. */
    @FunctionalInterface
    interface Case {
        Attempt prepare(String account) throws Exception;
    }

    @FunctionalInterface
    interface Attempt {
        Outcome run() throws Exception;
    }

    record Row(String code, Case wrong) {
        @Override
        public String toString() {
            return code;
        }
    }

    private static Row row(String code, Case wrong) {
        return new Row(code, wrong);
    }

    Stream<Row> refusals() {
        return Stream.of(
                row("account_blocked", account -> {
                    String token = lax.token(peer(account));
                    await(issuer.operator.accounts().block(account, "owes money", AuditActor.SERVER, now()));
                    return () -> lax.enroll(token, Requests.p256());
                }),
                row("too_many_nodes", account -> {
                    lax.enroll(lax.token(peer(account)), Requests.p256());
                    String second = lax.token(peer(account));
                    Server strict = issuer.server(LAX.withNodesPerAccount(1));
                    return () -> strict.enroll(second, Requests.p256());
                }),
                row("too_many_names", account -> {
                    String token = lax.token(
                            new TokenRequest(account, Role.PEER, List.of(account + "-a", account + "-b"), null, null));
                    await(issuer.operator.accounts().limit(account, null, 1, null, AuditActor.SERVER, now()));
                    return () -> lax.enroll(token, Requests.p256());
                }),
                row("name_taken", account -> {
                    String hers = lax.token(peer(account));
                    String his = lax.token(new TokenRequest(account + "-2", Role.PEER, List.of(account), null, null));
                    lax.enroll(hers, Requests.p256());
                    return () -> lax.enroll(his, Requests.p256());
                }),
                row("name_lookalike", account -> {
                    String hers =
                            lax.token(new TokenRequest(account, Role.PEER, List.of(account + "modern"), null, null));
                    String his = lax.token(
                            new TokenRequest(account + "-2", Role.PEER, List.of(account + "-rnodern"), null, null));
                    lax.enroll(hers, Requests.p256());
                    return () -> lax.enroll(his, Requests.p256());
                }),
                row("id_taken", account -> {
                    NodeId id = NodeId.of(1_000_000 + accounts);
                    String hers = lax.token(TokenRequest.fixed(account, Role.CSP, id, List.of()));
                    String his = lax.token(TokenRequest.fixed(account + "-2", Role.CSP, id, List.of()));
                    lax.enroll(hers, Requests.p256());
                    return () -> lax.enroll(his, Requests.p256());
                }),
                row("id_outside_ring", account -> {
                    String token = lax.token(TokenRequest.fixed(account, Role.CSP, NodeId.of(4096), List.of()));
                    Server small = issuer.server(LAX, new Ring(11));
                    return () -> small.enroll(token, Requests.p256());
                }),
                row("ring_full", account -> {
                    Server tiny = issuer.server(LAX, new Ring(1));
                    for (int id = 0; id < 2; id++) {
                        String token =
                                tiny.token(TokenRequest.fixed(account + "-" + id, Role.SOS, NodeId.of(id), List.of()));
                        tiny.enroll(token, Requests.p256());
                    }
                    String token = tiny.token(peer(account));
                    return () -> tiny.enroll(token, Requests.p256());
                }),
                row("key_on_record", account -> {
                    KeyPair pair = Requests.p256();
                    lax.enroll(lax.token(peer(account)), pair);
                    String second = lax.token(peer(account + "-2"));
                    return () -> lax.enroll(second, pair);
                }),
                row("key_revoked", account -> {
                    KeyPair pair = Requests.p256();
                    NodeId id = NodeId.of(2_000_000 + accounts);
                    lax.enroll(lax.token(TokenRequest.fixed(account, Role.CSP, id, List.of())), pair);
                    issuer.revocations.revoke(new RevocationRequest(
                            new Selector.Node(id), RevocationReason.KEY_COMPROMISE, null, AuditActor.SERVER));
                    String again = lax.token(TokenRequest.fixed(account, Role.CSP, id, List.of()));
                    return () -> lax.enroll(again, pair);
                }),
                row("key_weak", account -> {
                    String token = lax.token(peer(account));
                    return () -> lax.enroll(token, Requests.tiny(1000));
                }),
                row("key_weak", account -> {
                    KeyPair pair = Requests.p256();
                    String token = lax.token(peer(account));
                    Server strict = issuer.server(new PolicySettings(
                            5,
                            16,
                            10,
                            LAX.validity(),
                            LAX.rates(),
                            LAX.approval(),
                            List.of(),
                            List.of(KeyCheck.hash(pair.getPublic())),
                            LAX.hooks(),
                            LAX.afterExclusion(),
                            LAX.renewAfterPercent()));
                    return () -> strict.enroll(token, pair);
                }),
                row("request_rejected", account -> {
                    Server asking = issuer.server(approving(5, 1000));
                    KeyPair pair = Requests.p256();
                    byte[] csr = Requests.good(pair);
                    String token = asking.token(peer(account));
                    Outcome.Pending pending = (Outcome.Pending) ApprovalTest.enroll(asking, token, csr);
                    await(issuer.operator
                            .requests()
                            .reject(pending.requestId(), "unknown here", AuditActor.SERVER, now()));
                    return () -> ApprovalTest.enroll(asking, token, csr);
                }),
                row("too_many_requests", account -> {
                    Server asking = issuer.server(approving(1, 1000));
                    asking.enroll(asking.token(peer(account)), Requests.p256());
                    String second = asking.token(peer(account));
                    return () -> asking.enroll(second, Requests.p256());
                }),
                row("names_missing", account -> provided(account, "peer", "")),
                row("name_reserved", account -> provided(account, "peer", "\"adrnin\"")),
                row("name_not_ascii", account -> provided(account, "client", "\"al\\u0456ce\"")),
                row("name_is_number", account -> provided(account, "peer", "\"+4711\"")),
                row("name_malformed", account -> provided(account, "peer", "\"a..b\"")),
                row("name_foreign", account -> provided(account, "peer", "\"alice@example.org\"")),
                row("role_not_granted", account -> provided(account, "gateway", "")),
                row("recently_excluded", account -> {
                    lax.enroll(lax.token(TokenRequest.fixed(account, Role.CSP, EXCLUDED, List.of())), Requests.p256());
                    issuer.execute("INSERT INTO exclusions VALUES ('" + EXCLUDED + "', "
                            + now().minus(Duration.ofHours(23)).toEpochMilli() + ", 'idp:" + account
                            + "', '1', 'DONE')");
                    return provided(account, "peer", "\"" + account + "\"");
                }),
                row("reputation", account -> {
                    Server judged = issuer.server(LAX.withHooks(new HookSettings(null, endpoint(), null)));
                    String token = judged.token(peer(account));
                    answer(200, "{\"allow\":false,\"reason\":\"spammed\"}");
                    return () -> judged.enroll(token, Requests.p256());
                }));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesAndLeavesNoTrace(Row row) throws Exception {
        Attempt attempt = row.wrong().prepare("account" + ++accounts);
        Traces before = issuer.traces();

        Outcome outcome = attempt.run();

        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        List<Violation> violations = ((Outcome.Refused) outcome).violations();
        assertThat(violations).extracting(Violation::code).containsExactly(row.code());
        assertThat(violations)
                .allMatch(violation ->
                        !violation.reason().isBlank() && !violation.remedy().isBlank());
        assertThat(issuer.traces()).isEqualTo(before);
    }

    @Test
    void namesEveryRuleThatIsBroken() throws Exception {
        KeyPair pair = Requests.tiny(7);
        String hers = lax.token(peer("victim"));
        String his = lax.token(new TokenRequest("thief", Role.PEER, List.of("victim"), null, null));
        lax.enroll(hers, Requests.p256());
        await(issuer.operator.accounts().block("thief", "stole", AuditActor.SERVER, now()));

        Outcome outcome = lax.enroll(his, pair);

        assertThat(((Outcome.Refused) outcome).violations())
                .extracting(Violation::code)
                .containsExactly("account_blocked", "name_taken", "key_weak");
    }

    @Test
    void goesOnOnceTheObstacleIsGone() throws Exception {
        String token = lax.token(peer("pardoned"));
        await(issuer.operator.accounts().block("pardoned", "a mistake", AuditActor.SERVER, now()));
        lax.enroll(token, Requests.p256());

        await(issuer.operator.accounts().unblock("pardoned", AuditActor.SERVER, now()));

        assertThat(lax.enroll(token, Requests.p256())).isInstanceOf(Outcome.Enrolled.class);
    }

    @ParameterizedTest
    @CsvSource({
        "too_many_tokens, crowded, PEER, crowded",
        "account_blocked, outcast, PEER, outcast",
        "name_reserved, someone, PEER, Postmaster",
        "name_reserved, someone, CLIENT, s1p",
        "names_missing, someone, CLIENT, ",
        "name_not_ascii, someone, PEER, \u0430lice",
        "name_not_ascii, someone, PEER, \u212Aim",
        "name_is_number, someone, PEER, 555-0100",
        "name_is_number, someone, PEER, \uFF11\uFF12",
        "name_malformed, someone, PEER, alice.",
        "name_foreign, someone, PEER, alice@elsewhere.net",
    })
    void refusesTokensForWhatCannotBe(String code, String account, Role role, String user) throws Exception {
        if (code.equals("too_many_tokens")) {
            for (int i = 0; i < LAX.tokensPerAccount(); i++) {
                lax.token(peer(account));
            }
        }
        if (code.equals("account_blocked")) {
            lax.token(peer(account));
            await(issuer.operator.accounts().block(account, "why not", AuditActor.SERVER, now()));
        }
        long tokens = issuer.count("tokens");

        TokenRefusedException refused = catchThrowableOfType(
                TokenRefusedException.class,
                () -> lax.token(new TokenRequest(account, role, user == null ? List.of() : List.of(user), null, null)));

        assertThat(refused.violations()).extracting(Violation::code).containsExactly(code);
        assertThat(issuer.count("tokens")).isEqualTo(tokens);
    }

    @Test
    void mayNameBackboneNodesAsItLikes() throws Exception {
        String token = lax.token(new TokenRequest("ops", Role.OPERATOR, List.of("operator"), null, null));

        assertThat(lax.enroll(token, Requests.p256())).isInstanceOf(Outcome.Enrolled.class);
    }

    @Test
    void capsAHundredEnrollmentsOfOneAccount() throws Exception {
        Server server = issuer.server(LAX.withRates(
                new PolicySettings.Rates(new Rate(1000, 1000), new Rate(1000, 1000), new Rate(1000, 1000))));
        int enrolled = 0;
        int refusedTokens = 0;

        for (int i = 0; i < 100; i++) {
            try {
                String token = server.token(peer("sybil"));
                enrolled += server.enroll(token, Requests.p256()) instanceof Outcome.Enrolled ? 1 : 0;
            } catch (TokenRefusedException e) {
                refusedTokens++;
            }
        }

        assertThat(enrolled).isEqualTo(5);
        assertThat(refusedTokens).isEqualTo(95);
    }

    @Test
    void limitsWhoComesTooOften() throws Exception {
        Server server = issuer.server(
                LAX.withRates(new PolicySettings.Rates(new Rate(1, 60), new Rate(3, 3600), new Rate(1, 60))));
        KeyPair pair = Requests.p256();
        String first = server.token(peer("hasty"));
        String second = server.token(peer("hasty"));
        String other = server.token(peer("patient"));
        String late = server.token(peer("neighbour"));
        server.enroll(first, pair, "2001:db8::1");

        Outcome account = server.enroll(second, Requests.p256(), "2001:db8::2");
        Outcome sameNetwork = server.enroll(other, Requests.p256(), "2001:db8::3");
        Outcome fourth = server.enroll(late, Requests.p256(), "2001:db8:0:0:ffff::4");
        Outcome elsewhere = server.enroll(late, Requests.p256(), "2001:db8:0:1::4");

        assertThat(account)
                .isEqualTo(new Outcome.TooMany("too many enrollments of the account hasty", Duration.ofMinutes(1)));
        assertThat(sameNetwork).isInstanceOf(Outcome.Enrolled.class);
        assertThat(fourth)
                .isEqualTo(new Outcome.TooMany("too many enrollments from this address", Duration.ofSeconds(1)));
        assertThat(elsewhere).isInstanceOf(Outcome.Enrolled.class);
    }

    @ParameterizedTest
    @CsvSource({"unknown, no such token", "voided, taken back", "expired, expired", "used, has been used"})
    void takesNoTokenThatIsNotGood(String what, String reason) throws Exception {
        String token = what.equals("unknown") ? "x".repeat(43) : lax.token(peer("bearer-" + what));
        switch (what) {
            case "voided" -> {
                String id = await(issuer.operator.tokens().list("bearer-voided", 0, 1, now()))
                        .getFirst()
                        .id();
                await(issuer.operator.tokens().revoke(id, AuditActor.SERVER, now()));
            }
            case "used" -> lax.enroll(token, Requests.p256());
            case "expired" -> issuer.clock.advance(Duration.ofDays(1));
            default -> {}
        }
        Traces before = issuer.traces();

        Outcome outcome = lax.enroll(token, Requests.p256());

        assertThat(outcome).isInstanceOf(Outcome.Unauthenticated.class);
        assertThat(((Outcome.Unauthenticated) outcome).reason()).contains(reason);
        assertThat(issuer.traces()).isEqualTo(before);
    }

    @Test
    void approvesNothingButWhatWasAsked() throws Exception {
        Server asking = issuer.server(approving(5, 1000).withHooks(new HookSettings(endpoint(), null, null)));
        byte[] csr = Requests.good(Requests.p256());
        answer(200, "{\"account\":\"shifty\",\"role\":\"peer\",\"users\":[\"shifty\"]}");
        Outcome.Pending first = (Outcome.Pending) login(asking, csr);
        await(issuer.operator.requests().approve(first.requestId(), "known", AuditActor.SERVER, now()));

        answer(200, "{\"account\":\"shifty\",\"role\":\"peer\",\"users\":[\"shifty2\"]}");
        Outcome other = login(asking, csr);

        assertThat(other).isInstanceOf(Outcome.Pending.class).isNotEqualTo(first);
    }

    private static Outcome login(Server server, byte[] csr) throws Exception {
        return server.issuer()
                .enroll(new Credentials("someone", TokenSecret.presented("secret")), TestIssuer.ADDRESS, csr);
    }

    private Attempt provided(String account, String role, String users) throws Exception {
        Server trusting = issuer.server(LAX.withHooks(new HookSettings(endpoint(), null, null)));
        answer(200, "{\"account\":\"" + account + "\",\"role\":\"" + role + "\",\"users\":[" + users + "]}");
        return () -> trusting.login("someone", "secret", Requests.p256());
    }

    private void answer(int status, String body) {
        hookStatus = status;
        hookAnswer = body;
    }

    private HookSettings.Endpoint endpoint() throws IOException {
        return new HookSettings.Endpoint(
                "http://127.0.0.1:" + hook.getAddress().getPort() + "/", Duration.ofSeconds(10), secret);
    }

    private static PolicySettings approving(int perAccount, int overall) {
        return ApprovalTest.approving(perAccount, overall);
    }

    private Instant now() {
        return issuer.clock.instant();
    }

    private static TokenRequest peer(String account) {
        return TokenRequest.peer(account);
    }
}
