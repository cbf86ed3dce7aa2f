package io.pigw.runtime.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The processes that share a schema of PostgreSQL, each with a lease that each of its batches moves on. What takes statements is within a
 * write, on the writer's thread.
 *
 * <p>Whoever did not write for {@link #LEASE} is shut out: nothing that it writes from then on takes effect, and it ends once it notices. So it
 * is, after {@link #SILENCE}, when the server has seen its connection end.
 */
public final class Members {

    /** From a process's last batch; each has to write well before. */
    public static final Duration LEASE = Duration.ofSeconds(10);

    /** How long a process whose connection has ended has to come back. */
    public static final Duration SILENCE = Duration.ofSeconds(3);

    /** From the moment at which a process takes its place, until its first batch. */
    static final Duration TO_START = Duration.ofSeconds(60);

    private static final String ALIVE =
            "SELECT name FROM pigw_member WHERE until_at >= clock_timestamp() ORDER BY name";
    private static final String GONE = "SELECT name FROM pigw_member WHERE until_at = '-infinity'";
    private static final String SILENT = "SELECT name, epoch, until_at < clock_timestamp() FROM pigw_member"
            + " WHERE name <> ? AND until_at > '-infinity' AND until_at < clock_timestamp() + INTERVAL '"
            + LEASE.minus(SILENCE).toSeconds() + " s' ORDER BY name";
    private static final String PUNCTUAL = "SELECT until_at > clock_timestamp() + INTERVAL '"
            + LEASE.minus(SILENCE).toSeconds() + " s' FROM pigw_member WHERE name = ?";
    private static final String HAS_GONE = "SELECT pg_try_advisory_xact_lock(?)";
    private static final String SHUT_OUT = "UPDATE pigw_member SET epoch = epoch + 1, until_at = '-infinity'"
            + " WHERE name = ? AND epoch = ? AND until_at > '-infinity' AND until_at < clock_timestamp() + INTERVAL '"
            + LEASE.minus(SILENCE).toSeconds() + " s'";

    private static final String RING = "SELECT pg_notify('" + Bell.CHANNEL + "', ?)";
    private static final String LEAVE = "UPDATE pigw_member SET until_at = '-infinity' WHERE name = ?";

    private final PostgresSchema engine;
    private final String schema;
    private final String self;

    Members(PostgresSchema engine, String self) {
        this.engine = engine;
        this.schema = engine.name();
        this.self = self;
    }

    private record Silent(String name, long epoch, boolean over) {}

    /** The name of this process. */
    public String self() {
        return self;
    }

    /** Those that were shut out, or have left. */
    public List<String> gone(Statements statements) throws SQLException {
        return names(statements, GONE);
    }

    private static List<String> names(Statements statements, String sql) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = statements.prepared(sql).executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    /** Those that are there, in the order of their names; this one too. */
    public List<String> alive(Statements statements) throws SQLException {
        List<String> names = names(statements, ALIVE);
        if (!names.contains(self)) {
            names.add(self);
        }
        return names;
    }

    /** Whether this process wrote lately; if not, the database may have been away, and others are about to come back. */
    public boolean isPunctual(Statements statements) throws SQLException {
        PreparedStatement select = statements.prepared(PUNCTUAL);
        select.setString(1, self);
        try (ResultSet row = select.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Shuts out those that are gone; says which. */
    public List<String> shutOutTheGone(Statements statements) throws SQLException {
        List<String> gone = new ArrayList<>();
        for (Silent silent : silent(statements)) {
            if ((silent.over() || hasGone(statements, silent.name()))
                    && shutOut(statements, silent.name(), silent.epoch())) {
                gone.add(silent.name());
            }
        }
        return gone;
    }

    private List<Silent> silent(Statements statements) throws SQLException {
        List<Silent> silent = new ArrayList<>();
        PreparedStatement select = statements.prepared(SILENT);
        select.setString(1, self);
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                silent.add(new Silent(rows.getString(1), rows.getLong(2), rows.getBoolean(3)));
            }
        }
        return silent;
    }

    private boolean hasGone(Statements statements, String name) throws SQLException {
        PreparedStatement lock = statements.prepared(HAS_GONE);
        lock.setLong(1, MemberClaim.key(schema, name));
        try (ResultSet row = lock.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Rings at that process ({@link Bell}) once this write is committed. */
    public void ring(Statements statements, String name) throws SQLException {
        PreparedStatement ring = statements.prepared(RING);
        ring.setString(1, ringOf(name));
        ring.execute();
    }

    /**
     * Hears when another process rings at this one, and once when it has connected. To be closed before the database. Any thread.
     *
     * @param onRing on a thread of its own; it must not block
     */
    public Bell bell(Runnable onRing) {
        Bell bell = new Bell(engine, this, onRing);
        bell.start();
        return bell;
    }

    String ringOf(String name) {
        return schema + " " + name;
    }

    /** This one goes: nobody waits for it any more. In the last write of a process. */
    public void leave(Statements statements) throws SQLException {
        PreparedStatement update = statements.prepared(LEAVE);
        update.setString(1, self);
        update.executeUpdate();
    }

    private static boolean shutOut(Statements statements, String name, long epoch) throws SQLException {
        PreparedStatement update = statements.prepared(SHUT_OUT);
        update.setString(1, name);
        update.setLong(2, epoch);
        return update.executeUpdate() == 1;
    }
}
