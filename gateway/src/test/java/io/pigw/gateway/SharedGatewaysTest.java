package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.Fence;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Status;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.store.Members;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.NeedsPostgres;
import io.pigw.runtime.testing.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two gateways that share the work over one database, between real sockets. */
@NeedsPostgres
class SharedGatewaysTest extends GatewayFixture {

    private static final NodeIdentity SECOND = PKI.issue(Role.GATEWAY, 261);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int MESSAGES = 20;

    private final TestPostgres server = TestPostgres.shared();
    private StoreConfig store = server.store();

    @BeforeEach
    void newSchema() {
        store = server.store();
    }

    @Override
    boolean isShared() {
        return true;
    }

    @Override
    StoreConfig store() {
        return store;
    }

    @Test
    void eachTakesWhatComesAndDeliversItsPart() throws Exception {
        Gateway first = startAndConnect("60s", csp());
        Gateway second = second();
        awaitParts("260:32", "261:32");

        for (int i = 0; i < MESSAGES; i++) {
            Gateway gateway = i % 2 == 0 ? first : second;
            assertThat(ims().message(gateway.sipAddress(), peer(i), i + "@client", "to peer " + i))
                    .startsWith("SIP/2.0 200 ");
            NodeId way = NodeId.of(i % 2 == 0 ? 260 : 261);
            assertThat(csp().send(way, signed("p" + i, BOB, "to ims " + i)).status())
                    .isEqualTo(Status.OK);
        }

        awaitNothingPending(first);
        awaitNothingPending(second);
        assertThat(csp().received)
                .extracting(SharedGatewaysTest::text)
                .hasSize(MESSAGES)
                .doesNotHaveDuplicates();
        assertThat(Set.copyOf(ims().requests)).hasSize(MESSAGES);
        assertThat(csp().received)
                .extracting(MessageRequest::fence)
                .doesNotContainNull()
                .extracting(Fence::pool)
                .containsOnly(Objects.requireNonNull(csp().received.getFirst().fence())
                        .pool());
    }

    @Test
    void whatComesByBothIsDeliveredOnce() throws Exception {
        Gateway first = startAndConnect("60s", csp());
        Gateway second = second();
        awaitParts("260:32", "261:32");

        for (int i = 0; i < MESSAGES; i++) {
            ims().message(first.sipAddress(), peer(i), i + "@client", "hi " + i);
            ims().message(second.sipAddress(), peer(i), i + "@client", "hi " + i);
        }

        awaitNothingPending(first);
        awaitNothingPending(second);
        assertThat(csp().received).hasSize(MESSAGES);
    }

    @Test
    void theOtherDeliversWhatOneThatIsGoneHadAccepted() throws Exception {
        csp().behave(_ -> Optional.of(Status.TEMPORARILY_UNAVAILABLE));
        Gateway first = startAndConnect("120s", csp());
        Gateway second = second();
        awaitParts("260:32", "261:32");
        for (int i = 0; i < MESSAGES; i++) {
            assertThat(ims().message(second.sipAddress(), peer(i), i + "@client", "hi " + i))
                    .startsWith("SIP/2.0 200 ");
        }

        second.close();
        csp().received.clear();
        csp().behave(_ -> Optional.of(Status.OK));

        awaitParts("260:64");
        awaitNothingPending(first);
        Set<String> delivered =
                csp().received.stream().map(SharedGatewaysTest::text).collect(Collectors.toSet());
        assertThat(delivered).hasSize(MESSAGES);
    }

    @Test
    void aDatabaseThatWasAwayForLongerThanALeaseSendsNobodyHome() throws Exception {
        Gateway first = startAndConnect("120s", csp());
        Gateway second = second();
        awaitParts("260:32", "261:32");

        server.crash();
        try {
            assertThat(ims().message(first.sipAddress(), peer(0), "0@client", "hi 0"))
                    .startsWith("SIP/2.0 503 ");
            TimeUnit.SECONDS.sleep(Members.LEASE.toSeconds() + 2);
        } finally {
            server.start();
        }

        for (int i = 0; i < MESSAGES; i++) {
            Gateway gateway = i % 2 == 0 ? first : second;
            String callId = i + "@client";
            String text = "hi " + i;
            String to = peer(i);
            await().atMost(SOON)
                    .until(() -> ims().message(gateway.sipAddress(), to, callId, text)
                            .startsWith("SIP/2.0 200 "));
        }
        awaitNothingPending(first);
        awaitNothingPending(second);
        awaitParts("260:32", "261:32");
        assertThat(csp().received).extracting(SharedGatewaysTest::text).hasSize(MESSAGES);
    }

    private Gateway second() throws Exception {
        Gateway gateway = start(SECOND, "second", "names.secret", "60s", List.of(csp().config()));
        awaitConnected(gateway, 1);
        return gateway;
    }

    private void awaitParts(String... expected) {
        String schema = Objects.requireNonNull(store.postgresql()).schema();
        await().atMost(SOON)
                .until(() -> Set.copyOf(server.query("SELECT COALESCE(owner, 'nobody') || ':' || COUNT(*) FROM "
                                + schema + ".outbox_part GROUP BY owner"))
                        .equals(Set.of(expected)));
    }

    private static String peer(int number) {
        return "sip:" + (300 + number) + "@p2p.example.net";
    }

    private static String text(MessageRequest message) {
        return message.body().toUtf8();
    }
}
