package io.pigw.enrollment;

import static io.pigw.enrollment.TestIssuer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.TestIssuer.Server;
import io.pigw.enrollment.TestIssuer.Traces;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.issue.Credentials;
import io.pigw.enrollment.issue.Outcome;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.enrollment.policy.TokenSecret;
import io.pigw.enrollment.store.RequestRecord;
import io.pigw.overlay.port.Role;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a request that waits for an operator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApprovalTest {

    private TestIssuer issuer;

    /** Peers have to be approved, within a week. */
    static PolicySettings approving(int perAccount, int overall) {
        return PolicySettings.DEFAULT.withApproval(new PolicySettings.Approval(
                List.of(Role.PEER), Duration.ofDays(7), perAccount, overall, Duration.ofMinutes(1)));
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        issuer = new TestIssuer(directory, store(directory));
    }

    /** Of an empty database. */
    StoreConfig store(Path directory) {
        return TestEnrollment.derby(directory);
    }

    @AfterAll
    void stop() {
        issuer.close();
    }

    @Test
    void issuesWhatTheOperatorApproved() throws Exception {
        Server asking = issuer.server(approving(5, 1000));
        byte[] csr = Requests.good(Requests.p256());
        String token =
                asking.token(new TokenRequest("waiter", Role.PEER, List.of("waiter"), null, Duration.ofHours(1)));
        Outcome.Pending first = (Outcome.Pending) enroll(asking, token, csr);
        Outcome again = enroll(asking, token, csr);
        RequestRecord request =
                await(issuer.operator.requests().find(first.requestId(), now())).orElseThrow();
        Traces before = issuer.traces();

        issuer.clock.advance(Duration.ofHours(2));
        await(issuer.operator.requests().approve(first.requestId(), "known", AuditActor.SERVER, now()));
        Outcome outcome = enroll(asking, token, csr);
        Outcome repeated = enroll(asking, token, csr);

        assertThat(again).isEqualTo(first);
        assertThat(request.state()).isEqualTo(RequestRecord.State.PENDING);
        assertThat(request.address()).isEqualTo(TestIssuer.ADDRESS);
        assertThat(outcome).isInstanceOf(Outcome.Enrolled.class);
        assertThat(repeated).isEqualTo(outcome);
        assertThat(issuer.traces().certificates()).isEqualTo(before.certificates() + 1);
        assertThat(await(issuer.operator.requests().find(first.requestId(), now()))
                        .orElseThrow()
                        .state())
                .isEqualTo(RequestRecord.State.ISSUED);
    }

    @Test
    void forgetsARequestThatNobodyDecided() throws Exception {
        Server asking = issuer.server(approving(5, 1000));
        byte[] csr = Requests.good(Requests.p256());
        String token = asking.token(peer("forgotten"));
        Outcome.Pending pending = (Outcome.Pending) enroll(asking, token, csr);

        issuer.clock.advance(Duration.ofDays(7));

        assertThat(enroll(asking, token, csr)).isInstanceOf(Outcome.Unauthenticated.class);
        assertThat(await(issuer.operator.requests().find(pending.requestId(), now()))
                        .orElseThrow()
                        .state())
                .isEqualTo(RequestRecord.State.EXPIRED);
    }

    @Test
    void voidsTheTokenOfARejectedRequest() throws Exception {
        Server asking = issuer.server(approving(5, 1000));
        String token = asking.token(peer("rejected"));
        Outcome.Pending pending = (Outcome.Pending) asking.enroll(token, Requests.p256());
        await(issuer.operator.requests().reject(pending.requestId(), "no", AuditActor.SERVER, now()));

        Outcome withAnotherKey = asking.enroll(token, Requests.p256());

        assertThat(withAnotherKey).isInstanceOf(Outcome.Unauthenticated.class);
        assertThat(((Outcome.Unauthenticated) withAnotherKey).reason()).contains("taken back");
    }

    @Test
    void takesOldRequestsOffTheRecord() throws Exception {
        Server asking = issuer.server(approving(5, 1000));
        Outcome.Pending old = (Outcome.Pending) asking.enroll(asking.token(peer("bygone")), Requests.p256());
        await(issuer.operator.requests().reject(old.requestId(), "no", AuditActor.SERVER, now()));

        issuer.clock.advance(Duration.ofDays(38));
        asking.enroll(asking.token(peer("present")), Requests.p256());

        assertThat(issuer.count("requests WHERE id = '" + old.requestId() + "'"))
                .isZero();
    }

    static Outcome enroll(Server server, String token, byte[] csr) throws Exception {
        return server.issuer().enroll(Credentials.token(TokenSecret.presented(token)), TestIssuer.ADDRESS, csr);
    }

    private Instant now() {
        return issuer.clock.instant();
    }

    private static TokenRequest peer(String account) {
        return TokenRequest.peer(account);
    }
}
