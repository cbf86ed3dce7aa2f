package io.pigw.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.NeedsPostgres;
import io.pigw.runtime.testing.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Gateways come to a shared outbox, go from it and are gone from it while messages are accepted: each is delivered. */
@NeedsPostgres
class SharedOutboxTrafficTest {

    private static final int SENDERS = 4;
    private static final int MESSAGES = 400;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final TestPostgres server = TestPostgres.shared();
    private final StoreConfig store = server.store();
    private final List<SharingGateway> gateways = new CopyOnWriteArrayList<>();
    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);

    @AfterEach
    void closeAll() {
        senders.shutdownNow();
        gateways.forEach(SharingGateway::close);
    }

    @Test
    void nothingLiesStillWhoeverComesAndGoes() throws Exception {
        open("260");
        List<Future<Integer>> sending = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            int sender = i;
            sending.add(senders.submit(() -> send(sender)));
        }
        open("261");
        open("262");
        gateways.get(1).leave();
        open("263");
        int accepted = 0;
        for (Future<Integer> each : sending) {
            accepted += each.get(60, TimeUnit.SECONDS);
        }

        assertThat(accepted).isPositive();
        await().atMost(SOON).untilAsserted(() -> assertThat(left()).isEmpty());
        assertThat(server.query("SELECT COUNT(*) FROM " + schema() + ".outbox WHERE state = 1"))
                .containsExactly(String.valueOf(accepted));
    }

    private int send(int sender) throws Exception {
        Random random = new Random(sender);
        int accepted = 0;
        for (int i = 0; i < MESSAGES; i++) {
            SharingGateway gateway = gateways.get(random.nextInt(gateways.size()));
            Draft draft = Messages.toPeer("s" + sender + "-" + i, NodeId.of(random.nextInt(500)), OutboxFixture.NOW);
            if (!gateway.isGone() && gateway.isAccepted(draft)) {
                accepted++;
            }
        }
        return accepted;
    }

    private void open(String name) throws Exception {
        SharingGateway gateway = new SharingGateway(store, name);
        gateway.work();
        gateways.add(gateway);
        TimeUnit.MILLISECONDS.sleep(300);
    }

    private List<String> left() throws Exception {
        return server.query(
                "SELECT concat_ws(' ', id, 'part', part, 'of', owner, CASE WHEN handed THEN 'handed' END) FROM "
                        + schema() + ".outbox JOIN " + schema() + ".outbox_part USING (part) WHERE state = 0");
    }

    private String schema() {
        return Objects.requireNonNull(store.postgresql()).schema();
    }
}
