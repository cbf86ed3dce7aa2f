package io.pigw.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.NeedsPostgres;
import io.pigw.runtime.testing.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One outbox of several gateways: who delivers what, in which order, and what becomes of the messages of a gateway that is gone. */
@NeedsPostgres
class SharedOutboxTest {

    private static final Instant NOW = OutboxFixture.NOW;
    private static final int MESSAGES = 200;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final TestPostgres server = TestPostgres.shared();
    private final StoreConfig store = server.store();
    private final List<SharingGateway> gateways = new ArrayList<>();

    @BeforeEach
    void openTwo() throws Exception {
        open("260");
        open("261");
        await().atMost(SOON).until(() -> {
            tendAll();
            return parts().equals(Set.of("260:32", "261:32"));
        });
        tendAll();
    }

    @AfterEach
    void closeAll() {
        gateways.forEach(SharingGateway::close);
    }

    @Test
    void eachDeliversWhatItsPartsHoldWhoeverAcceptedIt() throws Exception {
        for (int i = 0; i < MESSAGES; i++) {
            assertThat(gateway(i % 2).accept(draft(i))).isInstanceOf(Acceptance.Stored.class);
        }

        gateway(0).gather();
        gateway(1).gather();
        List<Lease> first = gateway(0).lease(NOW);
        List<Lease> second = gateway(1).lease(NOW);

        assertThat(names(first)).doesNotContainAnyElementsOf(names(second));
        assertThat(first).hasSizeBetween(MESSAGES / 4, MESSAGES * 3 / 4);
        assertThat(first.size() + second.size()).isEqualTo(MESSAGES);
        for (Lease lease : first) {
            assertThat(gateway(0).complete(lease.entry(), Ending.DELIVERED).ended())
                    .isTrue();
        }
        for (Lease lease : second) {
            assertThat(gateway(1).complete(lease.entry(), Ending.DELIVERED).ended())
                    .isTrue();
        }
        tendAll();
        assertThat(gateway(0).pending()).isZero();
        assertThat(gateway(1).pending()).isZero();
    }

    @Test
    void aCopyThatComesByTheOtherGatewayIsNoSecondMessage() throws Exception {
        Draft draft = draft(1);
        gateway(0).accept(draft);

        assertThat(gateway(1).accept(draft)).isEqualTo(new Acceptance.Duplicate(200));

        tendAll();
        assertThat(gateway(0).lease(NOW).size() + gateway(1).lease(NOW).size()).isEqualTo(1);
    }

    @Test
    void aLaneKeepsItsOrderWhicheverGatewayTookEach() throws Exception {
        NodeId recipient = NodeId.of(586);
        for (int i = 0; i < 20; i++) {
            gateway(i % 2).accept(Messages.toPeer("m" + i, recipient, NOW));
        }
        tendAll();

        List<String> delivered = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            for (SharingGateway gateway : gateways) {
                for (Lease lease : gateway.lease(NOW)) {
                    delivered.add(lease.entry().payload().callId().value());
                    gateway.complete(lease.entry(), Ending.DELIVERED);
                }
            }
        }

        assertThat(delivered).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(delivered.get(i)).isEqualTo("m" + i);
        }
    }

    @Test
    void aLaneHoldsNoMoreForComingByBoth() throws Exception {
        NodeId recipient = NodeId.of(586);
        List<Acceptance> answers = new ArrayList<>();
        for (int i = 0; i < 2 * Lane.MAX_MESSAGES; i++) {
            answers.add(gateway(i % 2).accept(Messages.toPeer("m" + i, recipient, NOW)));
            tendAll();
        }

        assertThat(answers.stream().filter(Acceptance.Stored.class::isInstance)).hasSize(Lane.MAX_MESSAGES);
        assertThat(answers.stream().filter(Acceptance.Full.class::isInstance)).hasSize(Lane.MAX_MESSAGES);
    }

    @Test
    void whatAGatewayThatIsGoneHadIsTakenOverAndMayHaveBeenAttempted() throws Exception {
        for (int i = 0; i < MESSAGES; i++) {
            gateway(1).accept(draft(i));
        }
        tendAll();
        List<Lease> underWay = gateway(1).lease(NOW);
        int ofTheOther = gateway(0).lease(NOW).size();

        gateway(1).vanish();
        gateway(0).tend(NOW.plusSeconds(9));
        assertThat(parts()).contains("261:32");
        await().atMost(SOON).until(() -> {
            gateway(0).tend(NOW.plusSeconds(10));
            return parts().equals(Set.of("260:64"));
        });

        List<Lease> taken = gateway(0).lease(NOW);
        assertThat(taken).hasSize(MESSAGES - ofTheOther);
        assertThat(names(taken)).containsExactlyInAnyOrderElementsOf(names(underWay));
        assertThat(taken).allMatch(lease -> lease.entry().progress().uncertain());
        assertThat(fence(taken.getFirst())).isGreaterThan(fence(sameAs(taken.getFirst(), underWay)));
    }

    @Test
    void whatComesBackToWhoAcceptedItCountsOnce() throws Exception {
        for (int i = 0; i < MESSAGES; i++) {
            gateway(0).accept(draft(i));
        }
        gateway(1).leave();
        tendAll();

        assertThat(gateway(0).pending()).isEqualTo(MESSAGES);
        for (Lease lease : gateway(0).lease(NOW)) {
            gateway(0).complete(lease.entry(), Ending.DELIVERED);
        }
        tendAll();
        assertThat(gateway(0).pending()).isZero();
    }

    @Test
    void aGatewayThatLeavesInPeaceHasAttemptedNothing() throws Exception {
        for (int i = 0; i < MESSAGES; i++) {
            gateway(1).accept(draft(i));
        }
        tendAll();

        gateway(1).leave();
        tendAll();

        List<Lease> taken = gateway(0).lease(NOW);
        assertThat(taken)
                .hasSize(MESSAGES)
                .noneMatch(lease -> lease.entry().progress().uncertain());
    }

    @Test
    void whatIsAcceptedWhileAGatewayGoesIsHandedOverAndWasNotAttempted() throws Exception {
        Draft before = draftOf(gateway(1));
        gateway(1).accept(before);
        gateway(1).leave(false); // an attempt is under way

        Draft behind = draftOf(gateway(1), before);
        assertThat(gateway(1).accept(behind)).isInstanceOf(Acceptance.Stored.class);
        gateway(1).vanish();
        tendAll();

        List<Lease> taken = gateway(0).lease(NOW);
        assertThat(taken).hasSize(2);
        assertThat(taken)
                .filteredOn(lease -> lease.entry().progress().uncertain())
                .singleElement()
                .satisfies(lease -> assertThat(lease.entry().draft().key()).isEqualTo(before.key()));
    }

    @Test
    void aGatewayThatWasOvertakenWritesNothingAndDeliversNothing() throws Exception {
        gateway(1).accept(draftOf(gateway(1)));
        tendAll();
        Lease stale = gateway(1).lease(NOW).getFirst();

        // As if it had been held up for longer than its lease
        server.query("UPDATE " + schema() + ".pigw_member SET until_at = clock_timestamp() - INTERVAL '1 s'"
                + " WHERE name = '261'");
        gateway(0).tend(NOW.plusSeconds(10));

        assertThat(gateway(1).completionFails(stale.entry())).isTrue();
        assertThat(gateway(1).accept(draft(999))).isInstanceOf(Acceptance.Full.class);
        assertThat(gateway(1).taken()).contains("another process has taken");
        assertThat(gateway(1).lease(NOW.plusSeconds(60))).isEmpty();
        assertThat(gateway(0).lease(NOW)).hasSize(1);
    }

    @Test
    void nothingIsLeasedOnceTheLeaseOfTheGatewayIsOver() throws Exception {
        gateway(0).accept(draftOf(gateway(0)));

        assertThat(gateway(0).lease(NOW.plusSeconds(9))).isEmpty();
        gateway(0).tend(NOW.plusSeconds(20));

        assertThat(gateway(0).lease(NOW.plusSeconds(20))).hasSize(1);
    }

    @Test
    void aThirdGatewayGetsItsShareOfWhatIsIdle() throws Exception {
        gateway(0).accept(draftOf(gateway(0)));
        open("262");

        await().atMost(SOON).until(() -> {
            tendAll();
            return parts().stream()
                    .map(part -> Integer.parseInt(part.substring(4)))
                    .allMatch(count -> count >= 20 && count <= 22);
        });

        assertThat(parts()).hasSize(3);
        assertThat(gateway(0).lease(NOW)).hasSize(1);
    }

    private void open(String name) throws Exception {
        gateways.add(new SharingGateway(store, name));
    }

    private SharingGateway gateway(int index) {
        return gateways.get(index);
    }

    private void tendAll() throws Exception {
        for (SharingGateway gateway : gateways) {
            if (!gateway.isGone()) {
                gateway.tend(NOW);
            }
        }
    }

    private static Draft draft(int number) {
        return Messages.toPeer("m" + number, NodeId.of(number), NOW);
    }

    /** One that is the gateway's to deliver, and none of the others. */
    private static Draft draftOf(SharingGateway gateway, Draft... others) throws Exception {
        for (int i = 0; i < 1_000; i++) {
            OutboxKey key = draft(i).key();
            if (gateway.holds(draft(i)) && Arrays.stream(others).noneMatch(other -> key.equals(other.key()))) {
                return draft(i);
            }
        }
        throw new IllegalStateException("the gateway has no part");
    }

    private static List<String> names(List<Lease> leases) {
        return leases.stream()
                .map(lease -> lease.entry().payload().callId().value())
                .toList();
    }

    private static Lease sameAs(Lease lease, List<Lease> others) {
        return others.stream()
                .filter(other -> other.entry().id() == lease.entry().id())
                .findFirst()
                .orElseThrow();
    }

    private static long fence(Lease lease) {
        return lease.fence().orElseThrow().epoch();
    }

    /** Each gateway with how many parts it has. */
    private Set<String> parts() throws SQLException {
        return new HashSet<>(server
                .query("SELECT COALESCE(owner, 'nobody') || ':' || COUNT(*) FROM " + schema()
                        + ".outbox_part GROUP BY owner")
                .stream()
                .collect(Collectors.toSet()));
    }

    private String schema() {
        return Optional.ofNullable(store.postgresql()).orElseThrow().schema();
    }
}
