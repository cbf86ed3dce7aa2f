package io.pigw.runtime.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The databases of a process: embedded Apache Derby, one for each directory, shared by all who open it. Derby admits one
 * process a directory. Safe on any thread; opening and closing block.
 */
public final class Databases implements AutoCloseable {

    private final Map<Path, SharedDatabase> open = new HashMap<>();
    private boolean closed;

    /**
     * Opens the database, makes it if there is none, and brings its schema up to date.
     *
     * @param migrations where its migrations are on the class path, such as {@code io/pigw/gateway/db}
     * @throws StoreException if it cannot be: another process has it open, its files are damaged, a migration fails
     */
    public synchronized Database open(StoreConfig config, String migrations) {
        if (closed) {
            throw new StoreException("the databases of this process are closed");
        }
        Path directory = canonical(config.directory());
        SharedDatabase shared = open.get(directory);
        if (shared == null) {
            shared = boot(directory, migrations);
            open.put(directory, shared);
        } else if (!shared.migrations().equals(migrations)) {
            throw new StoreException(directory + " is open with the schema " + shared.migrations()
                    + "; give each kind of service a store.directory of its own");
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
        if (shared.drop() && open.remove(shared.derby().directory(), shared)) {
            shutDown(shared);
        }
    }

    private SharedDatabase boot(Path directory, String migrations) {
        DerbyDirectory derby = new DerbyDirectory(directory);
        try {
            derby.boot();
            migrate(derby, migrations);
        } catch (SQLException | IOException failure) {
            throw derby.explain(failure);
        } catch (FlywayException failure) {
            derby.shutDown();
            throw new StoreException(
                    "the schema of " + directory + " cannot be brought up to date: " + failure.getMessage(), failure);
        }
        BatchWriter writer = new BatchWriter(
                String.valueOf(directory.getFileName()),
                new WriterSession(derby::connect, () -> {}),
                BatchWriter.DEFAULT_CAPACITY);
        writer.start();
        return new SharedDatabase(this, derby, migrations, writer);
    }

    private static void migrate(DerbyDirectory derby, String migrations) {
        Flyway.configure()
                .dataSource(derby.url(), null, null)
                .locations("classpath:" + migrations)
                .failOnMissingLocations(true)
                .load()
                .migrate();
    }

    private static void shutDown(SharedDatabase shared) {
        shared.writer().close();
        shared.derby().shutDown();
    }

    private static Path canonical(Path directory) {
        try {
            Path absolute = directory.toAbsolutePath().normalize();
            Path parent = absolute.getParent();
            if (parent == null) {
                throw new StoreException("a database cannot be at " + absolute);
            }
            Files.createDirectories(parent);
            return parent.toRealPath().resolve(absolute.getFileName());
        } catch (IOException unusable) {
            throw new StoreException(
                    "no database can be made at " + directory + ": " + unusable.getMessage(), unusable);
        }
    }
}
