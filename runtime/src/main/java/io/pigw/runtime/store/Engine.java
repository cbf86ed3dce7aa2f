package io.pigw.runtime.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** What runs a database. */
sealed interface Engine permits DerbyDirectory, PostgresSchema {

    /** Tells this database from others of the process. */
    String key();

    /** Short, for the names of threads. */
    String name();

    /**
     * Opens it, makes it if there is none, and keeps other processes out. Blocks.
     *
     * @param lock how long it is waited for that another process gives it up, where that can be
     */
    void boot(Duration lock);

    /**
     * How its schema is brought up to date.
     *
     * @param migrations the service's folder of the class path
     */
    FluentConfiguration flyway(String migrations);

    /** Makes what the writer needs, once the schema is up to date; gives its connections. */
    WriterConnections writer() throws SQLException;

    /** A connection for a short while, in auto-commit; of at most a few at a time. */
    Connection connect() throws SQLException;

    /** A connection to keep, in auto-commit. */
    Connection keep() throws SQLException;

    /** Whether the connection is gone, and not just one statement wrong. */
    boolean isLost(Connection connection, Exception failure);

    /** What a person can do about a failure to open it. */
    StoreException explain(Exception failure);

    /**
     * The room on its disk.
     *
     * @param keepFree in MiB
     */
    DiskRoom disk(int keepFree);

    /** How two services come by databases of their own. */
    String remedy();

    /** Gives it up. Blocks. */
    void shutDown();
}
