package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.enrollment.est.EstLimits;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.enrollment.policy.PolicySettings.Approval;
import io.pigw.overlay.port.Role;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.est.EstException;
import io.pigw.runtime.est.EstOutcome;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.TokenKeys;
import io.pigw.runtime.testing.SoftHsm;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A key that never leaves its token signs each request anew, with another random number: it is the same request all the same
 * (RFC 7030 §4.2.3).
 */
class RepeatedRequestTest {

    @Test
    void aKeyInATokenWaitsForApprovalAndAsksAgain(@TempDir Path directory) throws Exception {
        try (TestEnrollment enrollment = new TestEnrollment(
                        directory,
                        EstLimits.DEFAULT,
                        PolicySettings.DEFAULT.withRenewAfterPercent(0).withApproval(Approval.of(List.of(Role.PEER))),
                        32);
                OperatorClient operator = new OperatorClient(enrollment, enrollment.enroll("olivia", Role.OPERATOR));
                EstClient client = enrollment.client()) {
            TokenKeys keys = new TokenKeys(SoftHsm.token("three", "patient"));
            KeyPair pair = keys.generate(enrollment.environment.random());
            String token = enrollment.server().issueToken(TokenRequest.peer("patient"));

            EstOutcome first = client.enroll(token, pair);
            EstOutcome second = client.enroll(token, pair);
            var waiting = operator.get("/requests?state=pending").body();
            assertThat(first).isInstanceOf(EstOutcome.Pending.class).isEqualTo(second);
            assertThat(waiting.path("requests")).hasSize(1);
            assertThat(operator.post("/requests/" + waiting.at("/requests/0/id").asText() + "/approve", "{}")
                            .status())
                    .isEqualTo(200);

            NodeIdentity issued = enrolled(client.enroll(token, pair));
            assertThat(enrolled(client.enroll(token, pair)).certificate()).isEqualTo(issued.certificate());

            KeyPair next = keys.generate(enrollment.environment.random());
            enrollment.clock.advance(Duration.ofDays(20));
            NodeIdentity renewed = enrolled(client.reenroll(issued, next));
            assertThat(enrolled(client.reenroll(issued, next)).certificate()).isEqualTo(renewed.certificate());
            assertThatThrownBy(() -> client.enroll(token, pair))
                    .isInstanceOfSatisfying(
                            EstException.class,
                            late -> assertThat(late.status()).isEqualTo(401));
        }
    }

    private static NodeIdentity enrolled(EstOutcome outcome) {
        return switch (outcome) {
            case EstOutcome.Enrolled(NodeIdentity identity) -> identity;
            case EstOutcome.Pending pending -> throw new AssertionError(pending);
        };
    }
}
