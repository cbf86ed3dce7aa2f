package io.pigw.enrollment.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.policy.KeyCheck;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.enrollment.policy.Rule;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Party;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who waits beside whom for an operator. */
class ApprovalsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Grant ALICE = new Grant(
            "alice",
            Role.PEER,
            List.of(new Party.User("alice", "p2p.example.net")),
            null,
            NOW.plus(Duration.ofHours(1)));
    private static final int PER_ACCOUNT = 2;

    @TempDir
    private Path directory;

    private Databases databases;
    private Database database;

    @BeforeEach
    void open() {
        databases = new Databases();
        database = databases.open(store(), DatabaseEnrollmentStore.MIGRATIONS);
    }

    /** The same for the whole of a test. */
    StoreConfig store() {
        return new StoreConfig(directory.resolve("db"));
    }

    @AfterEach
    void close() {
        database.close();
        databases.close();
    }

    @Test
    void devicesOfOneAccountDoNotWithdrawOneAnother() throws Exception {
        Approvals.Answer laptop = ask(provided("laptop"));
        Approvals.Answer phone = ask(provided("phone"));

        assertThat(laptop).isInstanceOf(Approvals.Waits.class).isNotEqualTo(phone);
        assertThat(ask(provided("laptop"))).as("the same request").isEqualTo(laptop);
        assertThat(ask(provided("phone"))).as("the same request").isEqualTo(phone);
        assertThat(ask(provided("tablet")))
                .isInstanceOfSatisfying(
                        Approvals.Withheld.class,
                        refused -> assertThat(refused.rule()).isEqualTo(Rule.TOO_MANY_REQUESTS));
    }

    @Test
    void aTokenAsksForOneThingAtATime() throws Exception {
        Approvals.Answer first = ask(new Claim(new Claim.Token("hash"), "first", key("first"), "192.0.2.7"));
        Approvals.Answer second = ask(new Claim(new Claim.Token("hash"), "second", key("second"), "192.0.2.7"));

        assertThat(second).isInstanceOf(Approvals.Waits.class).isNotEqualTo(first);
        assertThat(ask(new Claim(new Claim.Token("hash"), "first", key("first"), "192.0.2.7")))
                .as("the first was withdrawn, and is asked anew")
                .isInstanceOf(Approvals.Waits.class);
    }

    private static Claim provided(String device) {
        return new Claim(new Claim.Provided(ALICE), device, key(device), "192.0.2.7");
    }

    private static KeyCheck key(String device) {
        return new KeyCheck("key of " + device, false);
    }

    private Approvals.Answer ask(Claim claim) throws Exception {
        PolicySettings.Approval settings = new PolicySettings.Approval(
                List.of(Role.PEER), Duration.ofDays(7), PER_ACCOUNT, 1_000, Duration.ofMinutes(1));
        return database.writer()
                .submit(Runnable::run, statements -> new Approvals(statements, settings).ask(claim, ALICE, NOW))
                .get(20, TimeUnit.SECONDS);
    }
}
