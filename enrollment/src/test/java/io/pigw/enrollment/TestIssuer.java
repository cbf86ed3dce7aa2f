package io.pigw.enrollment;

import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditStore;
import io.pigw.enrollment.audit.DatabaseAuditStore;
import io.pigw.enrollment.audit.RefusalTally;
import io.pigw.enrollment.ca.CaFiles;
import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.exclude.ExclusionSettings;
import io.pigw.enrollment.exclude.Exclusions;
import io.pigw.enrollment.hook.Hooks;
import io.pigw.enrollment.issue.Credentials;
import io.pigw.enrollment.issue.Issuer;
import io.pigw.enrollment.issue.Outcome;
import io.pigw.enrollment.issue.Payments;
import io.pigw.enrollment.policy.KeyCheck;
import io.pigw.enrollment.policy.NodeIds;
import io.pigw.enrollment.policy.Policy;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.enrollment.policy.TokenSecret;
import io.pigw.enrollment.policy.UserNames;
import io.pigw.enrollment.revoke.DatabaseRevocationStore;
import io.pigw.enrollment.revoke.Revocations;
import io.pigw.enrollment.store.ChargeStore;
import io.pigw.enrollment.store.DatabaseChargeStore;
import io.pigw.enrollment.store.DatabaseEnrollmentStore;
import io.pigw.enrollment.store.DatabaseRenewalStore;
import io.pigw.enrollment.store.EnrollmentStore;
import io.pigw.enrollment.store.OperatorStores;
import io.pigw.enrollment.store.Restorations;
import io.pigw.p2psip.Ring;
import io.pigw.runtime.metrics.Metrics;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Real issuers, under one policy or another, over one real authority and one real database. */
final class TestIssuer implements AutoCloseable {

    static final String OVERLAY = "p2p.example.net";
    static final String ADDRESS = "192.0.2.7";

    final SettableClock clock = new SettableClock();
    final CertificateAuthority authority;
    final OperatorStores operator;
    final ChargeStore charges;
    final Revocations revocations;
    private final Databases databases = new Databases();
    private final Database database;
    private final CountingRandom serials = new CountingRandom();

    TestIssuer(Path directory) throws Exception {
        this(directory, TestEnrollment.derby(directory));
    }

    TestIssuer(Path directory, StoreConfig store) throws Exception {
        database = databases.open(store, DatabaseEnrollmentStore.MIGRATIONS);
        authority = CertificateAuthority.open(
                new CaFiles(directory.resolve("ca")), OVERLAY, Duration.ofDays(30), clock, serials);
        operator = OperatorStores.over(database.writer(), PolicySettings.DEFAULT);
        charges = new DatabaseChargeStore(database.writer());
        revocations = Revocations.open(new DatabaseRevocationStore(database.writer()), clock);
    }

    /** Draws serial numbers, each of which stands for a certificate that is about to be signed. */
    private static final class CountingRandom extends SecureRandom {
        private final transient AtomicLong draws = new AtomicLong();

        @Override
        public void nextBytes(byte[] bytes) {
            if (draws != null) {
                draws.incrementAndGet();
            }
            super.nextBytes(bytes);
        }
    }

    /** An enrollment server without its listener. */
    record Server(Issuer issuer, EnrollmentStore store, Tokens tokens) {

        String token(TokenRequest request) throws Exception {
            return tokens.issue(request, AuditActor.SERVER).secret();
        }

        Outcome enroll(String token, KeyPair pair) throws Exception {
            return enroll(token, pair, ADDRESS);
        }

        Outcome enroll(String token, KeyPair pair, String address) throws Exception {
            return issuer.enroll(Credentials.token(TokenSecret.presented(token)), address, Requests.good(pair));
        }

        Outcome login(String user, String password, KeyPair pair) throws Exception {
            return issuer.enroll(new Credentials(user, TokenSecret.presented(password)), ADDRESS, Requests.good(pair));
        }
    }

    Server server(PolicySettings settings) throws Exception {
        return server(settings, new Ring(128));
    }

    Server server(PolicySettings settings, Ring ring) throws Exception {
        return server(settings, ring, null);
    }

    Server server(PolicySettings settings, Ring ring, @Nullable Payments payments) throws Exception {
        Policy policy = new Policy(
                settings,
                ring,
                hash -> authority.certificates().stream()
                        .anyMatch(one -> KeyCheck.hash(one.getPublicKey()).equals(hash)));
        EnrollmentStore store =
                new DatabaseEnrollmentStore(database.writer(), policy, new NodeIds(ring, Set.of(), new SecureRandom()));
        UserNames names = new UserNames(OVERLAY);
        Issuer issuer = new Issuer(
                authority,
                new Issuer.Stores(
                        store,
                        new DatabaseRenewalStore(database.writer(), policy),
                        revocations,
                        Restorations.open(database.writer(), clock)),
                settings,
                names,
                Hooks.open(settings.hooks(), clock, new SecureRandom()),
                payments,
                clock);
        return new Server(issuer, store, new Tokens(names, store, clock, new SecureRandom()));
    }

    /** What decides about opinion servers' proposals, new each time. */
    Exclusions exclusions(ExclusionSettings settings) {
        return new Exclusions(
                database.writer(), revocations, new RefusalTally(audit(), clock), settings, new Metrics(), clock);
    }

    AuditStore audit() {
        return new DatabaseAuditStore(database.writer());
    }

    /** Whatever a refusal must not change: what is signed, recorded or spent. */
    record Traces(long signed, long certificates, long nodes, long names, long spent) {}

    Traces traces() throws SQLException {
        return new Traces(
                serials.draws.get(),
                count("certificates"),
                count("nodes"),
                count("user_names"),
                count("tokens WHERE used_at IS NOT NULL"));
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Leaves a byte of the certificate on record, which is none. */
    void damage(BigInteger serial) throws SQLException {
        try (Connection connection = database.connection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE certificates SET der = ? WHERE serial = ?")) {
            update.setBytes(1, new byte[1]);
            update.setString(2, serial.toString(16));
            update.executeUpdate();
        }
    }

    long count(String table) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        database.close();
        databases.close();
    }
}
