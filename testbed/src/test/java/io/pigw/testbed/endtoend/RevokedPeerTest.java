package io.pigw.testbed.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.cli.deployment.Deployment;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.enrollment.revoke.RevocationRequest;
import io.pigw.enrollment.revoke.RevocationResult;
import io.pigw.enrollment.revoke.Selector;
import io.pigw.peer.Peer;
import io.pigw.runtime.trace.WireTap;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the operator's decision to the closed links: over the CRL, the push to the CSP and its handing on. */
class RevokedPeerTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration PROMISED = Duration.ofSeconds(5);

    @Test
    void aRevokedPeerIsCutOffAndTheOthersAreNot(@TempDir Path data) throws Exception {
        try (ImsSide ims = new ImsSide();
                Deployment deployment = World.start(data, World.PAPER_RING, 1, 3, ims.address(), WireTap.NONE)) {
            // given
            Peer bob = deployment.peers().getFirst();
            Peer carol = deployment.peers().get(1);
            ims.send(deployment.sip().port(), "586", "before");
            await().atMost(SOON).until(() -> World.texts(bob).contains("before"));

            // when
            RevocationResult result = deployment
                    .enrollment()
                    .revocations()
                    .revoke(new RevocationRequest(
                            new Selector.Node(bob.contact().id()),
                            RevocationReason.KEY_COMPROMISE,
                            null,
                            AuditActor.SERVER));

            // then
            assertThat(result).isInstanceOf(RevocationResult.Done.class);
            await().atMost(PROMISED).until(() -> ended(deployment) > 0);
            ims.send(deployment.sip().port(), "586", "after");
            ims.send(deployment.sip().port(), "1618", "to carol");
            await().atMost(SOON).until(() -> World.texts(carol).contains("to carol"));
            await().atMost(SOON).until(() -> ims.count("unreachable peer") + ims.count("unconfirmed delivery") > 0);
            assertThat(World.texts(bob)).doesNotContain("after");
        }
    }

    private static double ended(Deployment deployment) {
        return deployment.environment().metrics().count("pigw_links_ended_total", "reason", "revoked");
    }
}
