package io.pigw.runtime.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears that another process that shares the schema has left something for this one ({@link Members#ring}): PostgreSQL's NOTIFY, over a
 * connection of its own, on a thread of its own. While its connection is away it hears nothing: whoever needs to know looks from time to time,
 * too.
 */
public final class Bell implements AutoCloseable {

    static final String CHANNEL = "pigw";

    private static final Logger LOG = LoggerFactory.getLogger(Bell.class);
    private static final int LISTEN_MILLIS = 500;
    private static final long PAUSE_MILLIS = 1_000;

    private final PostgresSchema schema;
    private final String mine;
    private final Runnable onRing;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    Bell(PostgresSchema schema, Members members, Runnable onRing) {
        this.schema = schema;
        this.mine = members.ringOf(members.self());
        this.onRing = onRing;
        this.thread = Thread.ofPlatform()
                .name("pigw-bell-" + schema.name())
                .daemon(true)
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (closing.getCount() > 0) {
            try (Connection connection = schema.keep()) {
                listen(connection);
            } catch (SQLException | RuntimeException away) {
                LOG.atDebug().setCause(away).log("The connection that hears of other processes is away");
                pause();
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + CHANNEL);
        }
        onRing.run();
        PGConnection server = connection.unwrap(PGConnection.class);
        while (closing.getCount() > 0) {
            PGNotification[] heard = server.getNotifications(LISTEN_MILLIS);
            if (heard != null && isForMe(heard)) {
                onRing.run();
            }
        }
    }

    private boolean isForMe(PGNotification[] heard) {
        for (PGNotification notification : heard) {
            if (notification.getParameter().equals(mine)) {
                return true;
            }
        }
        return false;
    }

    private void pause() {
        try {
            var _ = closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            // Nobody interrupts it to any end.
        }
    }

    /** Ends within half a second. Does not wait for it. Idempotent. */
    @Override
    public void close() {
        closing.countDown();
    }
}
