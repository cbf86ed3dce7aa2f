package io.pigw.runtime.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/**
 * The databases of a process, shared by all who open the same: embedded Apache Derby in a directory, or a schema of PostgreSQL.
 * Either admits one process, the latter several that say so. Safe on any thread; opening and closing block.
 */
public final class Databases implements AutoCloseable {

    private final Map<String, SharedDatabase> open = new HashMap<>();
    private final Patience patience;
    private volatile Consumer<String> onTaken = _ -> {};
    private boolean closed;

    /** None is open yet. */
    public Databases() {
        this(Patience.DEFAULTS);
    }

    Databases(Patience patience) {
        this.patience = patience;
    }

    /**
     * Says what is done once another process has taken a database that is open here, which is found out when its server was away.
     * No write succeeds any more. If nothing is said, nothing is done.
     *
     * @param action takes the reason, on the database's writer thread: it must not close the database
     */
    public void onTaken(Consumer<String> action) {
        onTaken = action;
    }

    /**
     * Opens the database, makes it if there is none, and brings its schema up to date.
     *
     * @param migrations where its migrations are on the class path, such as {@code io/pigw/gateway/db}: Derby's there, PostgreSQL's
     *     in {@code io/pigw/gateway/db-postgresql}
     * @throws StoreException if it cannot be: another process has it open, its files are damaged, its server is not reached within
     *     {@code startWait}, a migration fails
     */
    public Database open(StoreConfig config, String migrations) {
        return open(config, migrations, patience.lock());
    }

    /**
     * As {@link #open}, for a service of which several processes share a schema of PostgreSQL, and one has it at a time.
     *
     * @return empty: another process has it open just now; {@link #standby} reads it meanwhile
     * @throws StoreException as {@link #open}; if another process has a Derby directory open, too, for that cannot be shared
     */
    public Optional<Database> openIfFree(StoreConfig config, String migrations) {
        try {
            return Optional.of(open(config, migrations, Duration.ZERO));
        } catch (StoreException failure) {
            if (PostgresStates.isInUse(failure)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /**
     * Reads a schema that another process has open. Connects when it is first read.
     *
     * @throws IllegalArgumentException if it is no schema of PostgreSQL
     */
    public Standby standby(StoreConfig config) {
        if (config.postgresql() == null) {
            throw new IllegalArgumentException("a Derby directory cannot be read beside the process that has it open");
        }
        return new Standby(alone(config.postgresql()), config.postgresql());
    }

    /**
     * As {@link #open}, for a service of which several processes use a schema of PostgreSQL at the same time; {@link Database#members()} tells of
     * the others. One that has the schema alone is kept out.
     *
     * @param member what this process is called among them, 1 to 64 characters; one process of a name at a time
     * @throws IllegalArgumentException if it is no schema of PostgreSQL
     * @throws StoreException as {@link #open}
     */
    public Database openShared(StoreConfig config, String migrations, String member) {
        PostgresConfig postgresql = config.postgresql();
        if (postgresql == null) {
            throw new IllegalArgumentException(
                    "a Derby directory cannot be shared: give store.postgresql instead of store.directory");
        }
        PostgresClaim claim = new MemberClaim(postgresql.schema(), member);
        return open(new PostgresSchema(postgresql, claim, patience), config, migrations, patience.lock());
    }

    private Database open(StoreConfig config, String migrations, Duration lock) {
        return open(engine(config), config, migrations, lock);
    }

    private synchronized Database open(Engine engine, StoreConfig config, String migrations, Duration lock) {
        if (closed) {
            throw new StoreException("the databases of this process are closed");
        }
        SharedDatabase shared = open.get(engine.key());
        if (shared == null) {
            shared = boot(engine, migrations, lock, config.keepFree());
            open.put(engine.key(), shared);
        } else if (!shared.migrations().equals(migrations)) {
            throw new StoreException(
                    engine.key() + " is open with the schema " + shared.migrations() + "; " + engine.remedy());
        }
        shared.take();
        return new Database(shared);
    }

    /** Shuts down all that is still open. */
    @Override
    public synchronized void close() {
        closed = true;
        for (SharedDatabase shared : open.values()) {
            shutDown(shared);
        }
        open.clear();
    }

    synchronized void release(SharedDatabase shared) {
        if (shared.drop() && open.remove(shared.engine().key(), shared)) {
            shutDown(shared);
        }
    }

    private SharedDatabase boot(Engine engine, String migrations, Duration lock, int keepFree) {
        engine.boot(lock);
        try {
            engine.flyway(migrations)
                    .failOnMissingLocations(true)
                    .ignoreMigrationPatterns(
                            new String[0]) // not those of a later release either, which it would take no notice of
                    .load()
                    .migrate();
            BatchWriter writer = new BatchWriter(
                    engine.name(),
                    new WriterSession(engine.writer(), () -> {}),
                    BatchWriter.DEFAULT_CAPACITY,
                    patience.grace(),
                    why -> onTaken.accept(why));
            writer.start();
            return new SharedDatabase(this, engine, migrations, writer, engine.disk(keepFree));
        } catch (SQLException failure) {
            engine.shutDown();
            throw engine.explain(failure);
        } catch (FlywayValidateException failure) {
            engine.shutDown();
            throw new StoreException(
                    "the schema of " + engine.key()
                            + " is not of this release, nor of one before it: start the release that ran here"
                            + " last, or put back the backup from before its upgrade (" + engine.remedy() + "): "
                            + failure.getMessage(),
                    failure);
        } catch (FlywayException failure) {
            engine.shutDown();
            throw new StoreException(
                    "the schema of " + engine.key() + " cannot be brought up to date: " + failure.getMessage(),
                    failure);
        }
    }

    private Engine engine(StoreConfig config) {
        if (config.postgresql() != null) {
            return alone(config.postgresql());
        }
        return DerbyDirectory.at(Objects.requireNonNull(config.directory()));
    }

    private PostgresSchema alone(PostgresConfig config) {
        return new PostgresSchema(config, new SoleClaim(config.schema()), patience);
    }

    private static void shutDown(SharedDatabase shared) {
        shared.writer().close();
        shared.engine().shutDown();
    }
}
