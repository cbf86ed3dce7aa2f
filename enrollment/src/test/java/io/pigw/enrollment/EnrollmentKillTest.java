package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.audit.AuditChain;
import io.pigw.enrollment.audit.AuditEntry;
import io.pigw.enrollment.audit.AuditStore;
import io.pigw.enrollment.audit.AuditVerdict;
import io.pigw.enrollment.audit.DatabaseAuditStore;
import io.pigw.enrollment.policy.TokenSecret;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed again and again while many enroll. {@code -Dkill.rounds=N} kills it as often as that,
 * {@code -Dkill.seed=S} at other moments.
 */
class EnrollmentKillTest {

    private static final int ROUNDS = Integer.getInteger("kill.rounds", 2);
    private static final long SEED = Long.getLong("kill.seed", 1);
    private static final int CLIENTS = 8;
    private static final int A_ROUND = 40;
    private static final int ONE_IS_REVOKED_OF = 4;
    private static final int MAX_PAUSE_NANOS = 4_000_000;

    @TempDir
    private Path directory;

    private final Map<KillClient.Attempt, KillClient.Got> got = new ConcurrentHashMap<>();
    private final Set<KillClient.Attempt> unanswered = ConcurrentHashMap.newKeySet();
    private final Set<KillClient.Attempt> refused = ConcurrentHashMap.newKeySet();
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();

    @Test
    void whatAClientGotIsOnRecordOnceAndItsTokenIsSpent() throws Exception {
        Random random = new Random(SEED);
        int kills = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (KilledServer server = KilledServer.start(directory)) {
                Queue<KillClient.Attempt> attempts = new ConcurrentLinkedQueue<>(unanswered);
                unanswered.clear();
                for (int i = 0; i < A_ROUND; i++) {
                    attempts.add(KillClient.attempt(server.token("u" + round + "-" + i)));
                }
                enroll(server, attempts, random.nextInt(1, A_ROUND), random.nextInt(MAX_PAUSE_NANOS));
                kills++;
            }
        }
        try (KilledServer server = KilledServer.start(directory)) {
            Queue<KillClient.Attempt> attempts = new ConcurrentLinkedQueue<>(unanswered);
            unanswered.clear();
            enroll(server, attempts, Integer.MAX_VALUE, 0);
        }

        assertThat(unanswered).isEmpty();
        assertThat(refused).as("those that repeated what was lost").isEmpty();
        assertThat(got.size() + refused.size()).as("seed %s", SEED).isEqualTo(kills * A_ROUND);
        assertThat(got).as("seed %s", SEED).hasSizeGreaterThan(kills);
        assertThat(revoked).isNotEmpty();
        check();
    }

    /** Lets all enroll at once, and kills the server after so many answers and some time more. */
    private void enroll(KilledServer server, Queue<KillClient.Attempt> attempts, int answers, int pauseNanos)
            throws Exception {
        AtomicInteger left = new AtomicInteger(answers);
        List<Future<?>> clients = new ArrayList<>();
        try (KillClient client = new KillClient(server);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> {
                    for (KillClient.Attempt next = attempts.poll(); next != null; next = attempts.poll()) {
                        one(server, client, next);
                        if (left.decrementAndGet() == 0) {
                            long end = System.nanoTime() + pauseNanos;
                            while (System.nanoTime() - end < 0) {
                                Thread.onSpinWait();
                            }
                            server.kill();
                        }
                    }
                    return true;
                }));
            }
            for (Future<?> one : clients) {
                one.get();
            }
        }
    }

    private void one(KilledServer server, KillClient client, KillClient.Attempt attempt) throws InterruptedException {
        try {
            client.enroll(attempt)
                    .ifPresentOrElse(certificate -> got.put(attempt, certificate), () -> refused.add(attempt));
        } catch (IOException lost) {
            unanswered.add(attempt);
            return;
        }
        KillClient.Got certificate = got.get(attempt);
        if (certificate != null && certificate.serial().hashCode() % ONE_IS_REVOKED_OF == 0) {
            try {
                server.revoke(certificate.serial());
                revoked.add(certificate.serial());
            } catch (IOException lost) {
                // It may be revoked or not: nobody was told.
            }
        }
    }

    private void check() throws Exception {
        try (Databases databases = new Databases();
                Database database = databases.open(new StoreConfig(directory.resolve("db")), "io/pigw/enrollment/db")) {
            intact(new DatabaseAuditStore(database.writer()));
            Set<String> ids = new HashSet<>();
            Set<String> tokens = new HashSet<>();
            Map<String, String> serials = new ConcurrentHashMap<>();
            try (Connection connection = database.connection();
                    ResultSet row = connection
                            .createStatement()
                            .executeQuery("SELECT c.serial, c.node_id, c.token_hash, t.used_at FROM certificates c"
                                    + " JOIN tokens t ON t.hash = c.token_hash")) {
                while (row.next()) {
                    assertThat(ids.add(row.getString(2))).as("node ID once").isTrue();
                    assertThat(tokens.add(row.getString(3))).as("token once").isTrue();
                    assertThat(row.getLong(4)).as("token spent").isPositive();
                    serials.put(row.getString(1), row.getString(3));
                }
            }
            try (Connection connection = database.connection();
                    ResultSet row = connection.createStatement().executeQuery("SELECT serial FROM revocations")) {
                Set<String> onRecord = new HashSet<>();
                while (row.next()) {
                    onRecord.add(row.getString(1));
                }
                assertThat(onRecord).as("revoked stays revoked").containsAll(revoked);
            }
            got.forEach((attempt, certificate) -> assertThat(serials)
                    .as("on record")
                    .containsEntry(
                            certificate.serial(),
                            TokenSecret.presented(attempt.token()).hash()));
            Set<String> handedOut = new HashSet<>();
            got.values().forEach(certificate -> {
                assertThat(handedOut.add(certificate.serial()))
                        .as("serial once")
                        .isTrue();
                assertThat(handedOut.add(certificate.names())).as("names once").isTrue();
            });
            refused.forEach(attempt -> assertThat(serials)
                    .as("whose token was spent")
                    .containsValue(TokenSecret.presented(attempt.token()).hash()));
        }
    }

    private static void intact(AuditStore store) throws Exception {
        AuditChain chain = new AuditChain();
        List<AuditEntry> page;
        do {
            page = store.after(chain.head().seq(), AuditStore.MAX_PAGE).get();
            page.forEach(chain::add);
        } while (!page.isEmpty());
        assertThat(chain.verdict()).isInstanceOf(AuditVerdict.Intact.class);
        assertThat(chain.head()).isEqualTo(store.head().get());
    }
}
