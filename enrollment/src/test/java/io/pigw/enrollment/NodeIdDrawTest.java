package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.TestIssuer.Server;
import io.pigw.enrollment.policy.KeyCheck;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.enrollment.policy.TokenSecret;
import io.pigw.enrollment.store.Claim;
import io.pigw.enrollment.store.Plan;
import io.pigw.p2psip.NodeId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Node IDs as the server draws them, with its policy and its database, are uniform over the ring. */
class NodeIdDrawTest {

    private static final int IDS = 10_000;
    private static final int BUCKETS = 256;
    private static final int TOP_BITS_OF = 128 - 8;
    private static final int AT_ONCE = 500;

    /** Chi-square of 255 degrees of freedom exceeds this once in a million times. */
    private static final double CRITICAL = 377;

    @Test
    void drawsUniformIds(@TempDir Path directory) throws Exception {
        try (TestIssuer issuer = new TestIssuer(directory)) {
            Server server = issuer.server(PolicySettings.DEFAULT);
            String token = server.token(TokenRequest.peer("alice"));
            Claim claim = new Claim(
                    new Claim.Token(TokenSecret.presented(token).hash()), "request", new KeyCheck("key", false), "");
            List<NodeId> ids = new ArrayList<>();

            while (ids.size() < IDS) {
                List<CompletableFuture<Plan>> plans = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    plans.add(server.store().plan(claim, issuer.clock.instant()));
                }
                for (CompletableFuture<Plan> plan : plans) {
                    ids.add(((Plan.Ready) TestIssuer.await(plan)).id());
                }
            }

            assertThat(new HashSet<>(ids)).hasSize(IDS);
            assertThat(chiSquare(ids, TOP_BITS_OF)).isLessThan(CRITICAL);
            assertThat(chiSquare(ids, 0)).isLessThan(CRITICAL);
        }
    }

    @Test
    void wouldNoticeABias() {
        List<NodeId> ids = new ArrayList<>();
        for (int i = 0; i < IDS; i++) {
            ids.add(NodeId.of(i % 10 == 0 ? 7 : i));
        }

        assertThat(chiSquare(ids, 0)).isGreaterThan(CRITICAL);
    }

    private static double chiSquare(List<NodeId> ids, int shift) {
        int[] counts = new int[BUCKETS];
        for (NodeId id : ids) {
            counts[id.toBigInteger().shiftRight(shift).intValue() & (BUCKETS - 1)]++;
        }
        double expected = (double) ids.size() / BUCKETS;
        double sum = 0;
        for (int count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }
}
