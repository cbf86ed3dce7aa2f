package io.pigw.runtime.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A second writer's connections, beside the database's own: for tests of the writer. */
final class PlainConnections implements WriterConnections {

    private final Database database;

    PlainConnections(Database database) {
        this.database = database;
    }

    @Override
    public Connection open() throws SQLException {
        Connection connection = database.connection();
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public void mark(Statements statements, long batch) {}

    @Override
    public long durable() {
        return 0;
    }

    @Override
    public Optional<Duration> idleCheck() {
        return Optional.empty();
    }

    @Override
    public boolean isLost(@Nullable Connection connection, Exception failure) {
        return false;
    }
}
