package io.pigw.runtime.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema of a PostgreSQL database, of one process at a time or shared by several. The writer's connection holds the lock; reads have a
 * small pool of others.
 */
final class PostgresSchema implements Engine {

    /** Connections for reading at a time. */
    static final int MAX_READERS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(PostgresSchema.class);
    private static final String MIGRATIONS = "-postgresql";
    private static final long READ_WAIT_MILLIS = 5_000;
    private static final long IDLE_MILLIS = 60_000;

    private final PostgresConfig config;
    private final PostgresClaim claim;
    private final Properties options;
    private final Patience patience;
    private @Nullable HikariDataSource readers;
    private @Nullable PostgresWriter writer;

    PostgresSchema(PostgresConfig config, PostgresClaim claim, Patience patience) {
        this.config = config;
        this.claim = claim;
        this.patience = patience;
        try {
            this.options = config.options();
        } catch (IOException unreadable) {
            throw new StoreException("store.postgresql.passwordFile: " + unreadable.getMessage(), unreadable);
        }
    }

    @Override
    public String key() {
        String schema = config.url() + " " + config.schema();
        return switch (claim) {
            case SoleClaim _ -> schema;
            case MemberClaim member -> schema + " as " + member.member();
        };
    }

    @Override
    public String name() {
        return config.schema();
    }

    @Override
    public void boot(Duration lock) {
        PostgresWriter claimed = new PostgresWriter(config, claim, this::keep, patience);
        try {
            awaitServer();
            claimed.lock(lock);
        } catch (SQLException failure) {
            claimed.close();
            throw explain(failure);
        } catch (RuntimeException failure) {
            claimed.close();
            throw failure;
        }
        writer = claimed;
        readers = pool();
    }

    private void awaitServer() throws SQLException {
        long end = System.nanoTime() + config.startWait().toNanos();
        Outage waiting = Outage.begin(System.nanoTime());
        while (true) {
            try {
                keep().close();
                return;
            } catch (SQLException failure) {
                if (System.nanoTime() >= end || !PostgresStates.mayPass(failure)) {
                    throw failure;
                }
                LOG.atWarn()
                        .addKeyValue("database", config.place())
                        .addKeyValue("reason", failure.getMessage())
                        .log("The database cannot be reached yet; the start waits for it");
                pause(waiting.pause().toNanos());
                waiting = waiting.failedAgain(System.nanoTime());
            }
        }
    }

    static void pause(long nanos) {
        try {
            var _ = new CountDownLatch(1).await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for the database", interrupted);
        }
    }

    private HikariDataSource pool() {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("pigw-readers-" + config.schema());
        // Given a URL, the pool would set the login timeout of all drivers of the process, Derby's too.
        pool.setDataSource(new DriverDataSource(config.url(), options));
        pool.setMaximumPoolSize(MAX_READERS);
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(IDLE_MILLIS);
        pool.setConnectionTimeout(READ_WAIT_MILLIS);
        pool.setInitializationFailTimeout(-1);
        return new HikariDataSource(pool);
    }

    @Override
    public FluentConfiguration flyway(String migrations) {
        Properties patient = new Properties();
        patient.putAll(options);
        patient.setProperty(PostgresConfig.SOCKET_TIMEOUT, "0");
        return Flyway.configure()
                .dataSource(new DriverDataSource(config.url(), patient))
                .schemas(config.schema())
                .createSchemas(true)
                .locations("classpath:" + migrations + MIGRATIONS);
    }

    @Override
    public WriterConnections writer() throws SQLException {
        PostgresWriter claimed = writer;
        if (claimed == null) {
            throw new SQLException("the database is not open");
        }
        claimed.claim();
        return claimed;
    }

    @Override
    public Connection connect() throws SQLException {
        HikariDataSource pool = readers;
        if (pool == null) {
            throw new SQLException("the database is not open");
        }
        return pool.getConnection();
    }

    @Override
    public Connection keep() throws SQLException {
        return DriverManager.getConnection(config.url(), options);
    }

    @Override
    public boolean isLost(Connection connection, Exception failure) {
        return PostgresStates.isLost(connection, failure);
    }

    @Override
    public StoreException explain(Exception failure) {
        return new StoreException(
                config.place() + " cannot be opened: " + failure.getMessage() + PostgresStates.advice(failure),
                failure);
    }

    /** Those that share it; empty: it is one process's alone. */
    Optional<Members> members() {
        return switch (claim) {
            case SoleClaim _ -> Optional.empty();
            case MemberClaim(String _, String member) -> Optional.of(new Members(this, member));
        };
    }

    @Override
    public DiskRoom disk(int keepFree) {
        return DiskRoom.unknown();
    }

    @Override
    public String remedy() {
        return "give each service a store.postgresql.schema of its own";
    }

    @Override
    public void shutDown() {
        if (writer != null) {
            writer.close();
        }
        if (readers != null) {
            readers.close();
        }
    }
}
