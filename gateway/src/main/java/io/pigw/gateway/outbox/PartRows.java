package io.pigw.gateway.outbox;

import io.pigw.p2psip.message.Fence;
import io.pigw.runtime.store.Members;
import io.pigw.runtime.store.Statements;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The statements on the parts of a shared outbox. A part changes hands only by the gateway that has it, or by one that has shut that one out. On the
 * writer's thread.
 */
final class PartRows {

    /** Whose a part is that its owner left with attempts under way. No gateway has the name, so that what comes after them is handed over. */
    private static final String LEFT_IN_DOUBT = "";

    private static final String ORPHANS =
            "SELECT part, owner FROM outbox_part WHERE owner IS NULL OR owner = ANY (?) FOR UPDATE SKIP LOCKED";
    private static final String MINE = "SELECT part, epoch FROM outbox_part WHERE owner = ?";
    private static final String COUNT = "SELECT COUNT(*) FROM outbox_part WHERE owner = ?";
    private static final String GIVE = "UPDATE outbox_part SET owner = ? WHERE part = ANY (?)";

    /** At least the seconds since 1970: numbers do not go back with a database that is put back. */
    private static final String COUNT_UP =
            "UPDATE outbox_part SET epoch = GREATEST(epoch + 1, EXTRACT(EPOCH FROM clock_timestamp())::BIGINT)"
                    + " WHERE part = ANY (?) AND owner = ? RETURNING part";

    private static final String BUSY = "SELECT DISTINCT part FROM outbox WHERE state = 0 AND part = ANY (?)";
    private static final String PENDING = "SELECT " + OutboxRows.COLUMNS
            + " FROM outbox WHERE state = 0 AND NOT handed AND part = ANY (?) ORDER BY id";

    /** One statement: what another gateway commits between a reading and a marking would be marked unread. */
    private static final String SEE = """
            UPDATE outbox SET handed = FALSE WHERE handed AND state = 0 AND part = ANY (?)
            RETURNING
            """ + OutboxRows.COLUMNS;

    private static final String GATHER = """
            UPDATE outbox SET handed = FALSE FROM outbox_part
            WHERE outbox_part.part = outbox.part AND outbox_part.owner = ? AND outbox.handed AND outbox.state = 0
            RETURNING
            """ + OutboxRows.COLUMNS;
    private static final String STILL_PENDING = "SELECT id FROM outbox WHERE id = ANY (?) AND state = 0";
    private static final String POOL = "SELECT id FROM outbox_pool";
    private static final String ONE_AFTER_THE_OTHER = "LOCK TABLE outbox_pool IN EXCLUSIVE MODE";
    private static final String COUNT_ON = """
            SELECT setval('outbox_id', known.id)
            FROM (SELECT MAX(id) AS id FROM (SELECT id FROM outbox UNION ALL SELECT id FROM dead_letter) AS ids) AS known
            WHERE known.id >= (SELECT last_value FROM outbox_id)""";
    private static final String WITHOUT_PART =
            "SELECT " + OutboxRows.COLUMNS + " FROM outbox WHERE state = 0 AND lane = 0 AND part = 0 ORDER BY id";
    private static final String SET_PART = "UPDATE outbox SET lane = ?, part = ? WHERE id = ?";

    private PartRows() {}

    /** Entries of parts that this gateway did not have before; of those that were handed over none was attempted. */
    record Found(List<Entry> attempted, List<Entry> handed) {}

    /**
     * What CSPs know the outbox by. Sees to it that new entries have numbers that none had before, and that those of a release that knew no
     * parts have theirs.
     */
    static String open(Statements statements, PayloadCodec codec) throws SQLException {
        statements.prepared(ONE_AFTER_THE_OTHER).execute();
        statements.prepared(COUNT_ON).execute();
        for (Entry entry : read(statements.prepared(WITHOUT_PART), codec)) {
            long lane = Parts.number(entry.payload().lane());
            PreparedStatement update = statements.prepared(SET_PART);
            update.setLong(1, lane);
            update.setInt(2, Parts.of(lane));
            update.setLong(3, entry.id());
            update.executeUpdate();
        }
        try (ResultSet row = statements.prepared(POOL).executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the table outbox_pool is empty");
            }
            return row.getString(1);
        }
    }

    /** Takes the parts of nobody, and of those who are gone; says which of them an owner did not leave in peace. */
    static Set<Integer> takeOrphans(Statements statements, Members members) throws SQLException {
        Set<Integer> orphans = new HashSet<>();
        Set<Integer> abandoned = new HashSet<>();
        List<String> nobody = new ArrayList<>(members.gone(statements));
        nobody.add(LEFT_IN_DOUBT);
        PreparedStatement select = statements.prepared(ORPHANS);
        select.setArray(1, select.getConnection().createArrayOf("varchar", nobody.toArray()));
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                orphans.add(rows.getInt(1));
                if (rows.getString(2) != null) {
                    abandoned.add(rows.getInt(1));
                }
            }
        }
        give(statements, orphans, members.self());
        return abandoned;
    }

    /** The parts of that gateway, with their epochs. */
    static SortedMap<Integer, Long> of(Statements statements, String gateway) throws SQLException {
        SortedMap<Integer, Long> parts = new TreeMap<>();
        PreparedStatement select = statements.prepared(MINE);
        select.setString(1, gateway);
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                parts.put(rows.getInt(1), rows.getLong(2));
            }
        }
        return parts;
    }

    /** Nothing is taken under an earlier epoch any more; says which of the parts are that gateway's still. */
    static Set<Integer> countUp(Statements statements, Collection<Integer> parts, String gateway) throws SQLException {
        Set<Integer> counted = new HashSet<>();
        PreparedStatement update = statements.prepared(COUNT_UP);
        update.setArray(1, numbers(update, parts));
        update.setString(2, gateway);
        try (ResultSet rows = update.executeQuery()) {
            while (rows.next()) {
                counted.add(rows.getInt(1));
            }
        }
        return counted;
    }

    /** What waits in the parts, which are new to this gateway. */
    static Found pending(Statements statements, PayloadCodec codec, Collection<Integer> parts) throws SQLException {
        PreparedStatement select = statements.prepared(PENDING);
        select.setArray(1, numbers(select, parts));
        List<Entry> attempted = read(select, codec);
        PreparedStatement see = statements.prepared(SEE);
        see.setArray(1, numbers(see, parts));
        return new Found(attempted, read(see, codec));
    }

    /** What other gateways have handed over to this one, in the order of acceptance. */
    static List<Entry> gather(Statements statements, PayloadCodec codec, String self) throws SQLException {
        PreparedStatement update = statements.prepared(GATHER);
        update.setString(1, self);
        return read(update, codec);
    }

    private static List<Entry> read(PreparedStatement statement, PayloadCodec codec) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                entries.add(OutboxRows.entry(rows, codec));
            }
        } catch (PayloadCodec.CorruptRowException unreadable) {
            throw new SQLException("the outbox cannot be read", unreadable);
        }
        entries.sort(Comparator.comparingLong(Entry::id));
        return entries;
    }

    /** Gives parts in which nothing waits to those who have too few, as long as this gateway has too many; says which. */
    static Set<Integer> share(Statements statements, Members members, List<String> alive, Set<Integer> mine)
            throws SQLException {
        int enough = (Fence.PARTS + alive.size() - 1) / alive.size();
        Set<Integer> given = new HashSet<>();
        if (mine.size() <= enough) {
            return given;
        }
        List<Integer> idle = new ArrayList<>(mine);
        idle.removeAll(read(statements, BUSY, mine));
        for (String other : alive) {
            int room = Fence.PARTS / alive.size() - count(statements, other);
            int most = Math.min(Math.min(room, mine.size() - given.size() - enough), idle.size());
            if (!other.equals(members.self()) && most > 0) {
                List<Integer> gift = idle.subList(0, most);
                give(statements, gift, other);
                given.addAll(gift);
                gift.clear();
                members.ring(statements, other);
            }
        }
        return given;
    }

    /** Which of the entries have not ended. */
    static Set<Long> stillPending(Statements statements, Collection<Long> ids) throws SQLException {
        Set<Long> pending = new HashSet<>();
        PreparedStatement select = statements.prepared(STILL_PENDING);
        select.setArray(1, select.getConnection().createArrayOf("bigint", ids.toArray()));
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                pending.add(rows.getLong(1));
            }
        }
        return pending;
    }

    /** That gateway's parts become nobody's. */
    static void leave(Statements statements, String gateway, boolean atPeace) throws SQLException {
        give(statements, of(statements, gateway).keySet(), atPeace ? null : LEFT_IN_DOUBT);
    }

    /** @param owner null: they become nobody's */
    private static void give(Statements statements, Collection<Integer> parts, @Nullable String owner)
            throws SQLException {
        PreparedStatement update = statements.prepared(GIVE);
        update.setString(1, owner);
        update.setArray(2, numbers(update, parts));
        update.executeUpdate();
    }

    private static int count(Statements statements, String gateway) throws SQLException {
        PreparedStatement select = statements.prepared(COUNT);
        select.setString(1, gateway);
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static Set<Integer> read(Statements statements, String sql, Collection<Integer> parts) throws SQLException {
        Set<Integer> found = new HashSet<>();
        PreparedStatement select = statements.prepared(sql);
        select.setArray(1, numbers(select, parts));
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                found.add(rows.getInt(1));
            }
        }
        return found;
    }

    private static Array numbers(PreparedStatement statement, Collection<Integer> parts) throws SQLException {
        return statement.getConnection().createArrayOf("smallint", parts.toArray());
    }
}
