package io.pigw.sos;

import io.pigw.overlay.sos.Changes;
import io.pigw.overlay.sos.Condemned;
import io.pigw.overlay.sos.EvidenceStore;
import io.pigw.overlay.sos.LinkRecord;
import io.pigw.overlay.sos.NodeOpinion;
import io.pigw.overlay.sos.Sentence;
import io.pigw.overlay.sos.Vote;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Reader;
import io.pigw.runtime.store.Statements;
import io.pigw.runtime.store.StoreException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Evidence in a database; the schema is in {@code db}. Each link that changes gets the next number, and one writer commits one batch after
 * the other: who has read up to a number has read all that was committed before. Safe on any thread.
 */
final class DatabaseEvidenceStore implements EvidenceStore {

    /** Where the schema is on the class path. */
    static final String MIGRATIONS = "io/pigw/sos/db";

    /** Of one batch: more are dropped with the next ones. */
    private static final int MOST_DROPPED = 10_000;

    private final Database database;
    private final long maxStored;
    private final Duration condemnedFor;
    private final AtomicLong stored = new AtomicLong();
    private final AtomicLong lastChange = new AtomicLong();

    /**
     * Before anything is saved, it is loaded.
     *
     * @param maxStored links; beyond it those with the oldest evidence are dropped
     * @param condemnedFor after which it is dropped that a node is condemned
     */
    DatabaseEvidenceStore(Database database, long maxStored, Duration condemnedFor) {
        this.database = database;
        this.maxStored = maxStored;
        this.condemnedFor = condemnedFor;
    }

    /** Links with evidence, as of the last batch; none before {@link #load}. */
    long stored() {
        return stored.get();
    }

    @Override
    public Remembered load(int maxLinks, Instant votesFrom, int maxVotes) {
        try (Reader reader = database.reader()) {
            return reader.read(statements -> {
                count(statements);
                return new Remembered(
                        EvidenceRows.latest(statements, maxLinks),
                        EvidenceRows.votes(statements, votesFrom, maxVotes),
                        EvidenceRows.sentences(statements));
            });
        } catch (SQLException unreadable) {
            throw new StoreException("the evidence cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /**
     * Instead of {@link #load}, where all up to there is known. Blocks.
     *
     * @param page links, and sentences, that are in memory at a time
     * @param votesFrom votes of this window and later ones
     * @param maxVotes the latest
     * @param to gets the votes, then one page after the other
     */
    void loadAfter(EvidenceRows.Cursor known, int page, Instant votesFrom, int maxVotes, Consumer<Remembered> to) {
        try (Reader reader = database.reader()) {
            to.accept(new Remembered(List.of(), reader.read(statements -> {
                count(statements);
                return EvidenceRows.votes(statements, votesFrom, maxVotes);
            })));
            EvidenceRows.Cursor upTo = known;
            boolean more = true;
            while (more) {
                EvidenceRows.Cursor from = upTo;
                EvidenceRows.Changed changed = reader.read(statements -> EvidenceRows.after(statements, from, page));
                to.accept(new Remembered(changed.links(), List.of(), changed.sentences()));
                upTo = changed.upTo();
                more = changed.links().size() == page || changed.sentences().size() == page;
            }
        } catch (SQLException unreadable) {
            throw new StoreException("the evidence cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private void count(Statements statements) throws SQLException {
        stored.set(EvidenceRows.count(statements));
        EvidenceRows.Cursor end = EvidenceRows.end(statements);
        lastChange.set(Math.max(end.links(), end.condemned()));
    }

    @Override
    public CompletableFuture<Changes> save(Changes changes, Executor completesOn) {
        return database.writer()
                .submit(completesOn, statements -> write(statements, changes))
                .thenApply(added -> {
                    stored.addAndGet(added);
                    return changes;
                });
    }

    @Override
    public CompletableFuture<List<LinkRecord>> read(Collection<NodeId> subjects, Executor completesOn) {
        List<NodeId> asked = List.copyOf(subjects);
        return database.writer().submit(completesOn, statements -> EvidenceRows.of(statements, asked));
    }

    @Override
    public CompletableFuture<Void> condemn(List<Sentence> sentences, Executor completesOn) {
        List<Sentence> kept = List.copyOf(sentences);
        return database.writer()
                .submit(completesOn, statements -> {
                    for (Sentence sentence : kept) {
                        put(statements, sentence);
                    }
                    return kept.size();
                })
                .thenAccept(_ -> {});
    }

    /** By how many links there are more than before. */
    private long write(Statements statements, Changes changes) throws SQLException {
        PreparedStatement drop = statements.prepared("DELETE FROM vote WHERE window_start < ?");
        drop.setLong(1, changes.votesFrom().toEpochMilli());
        drop.executeUpdate();
        for (Vote vote : changes.votes()) {
            insert(statements, vote);
        }
        long added = 0;
        for (LinkRecord link : changes.links()) {
            added += put(statements, link) ? 1 : 0;
        }
        for (NodeOpinion opinion : changes.opinions()) {
            put(statements, opinion);
        }
        long over = stored.get() + added - maxStored;
        return over <= 0 ? added : added - dropOldest(statements, over);
    }

    /** Drops at least so many links, and the opinions on nodes of which no evidence is younger. How many links that were. */
    private static long dropOldest(Statements statements, long least) throws SQLException {
        PreparedStatement select =
                statements.prepared("SELECT weighed_at FROM link_evidence ORDER BY weighed_at FETCH FIRST ? ROWS ONLY");
        select.setInt(1, Math.toIntExact(Math.min(least, MOST_DROPPED)));
        long last = Long.MIN_VALUE;
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                last = rows.getLong(1);
            }
        }
        PreparedStatement links = statements.prepared("DELETE FROM link_evidence WHERE weighed_at <= ?");
        links.setLong(1, last);
        long dropped = links.executeUpdate();
        PreparedStatement opinions = statements.prepared("DELETE FROM node_opinion WHERE computed_at <= ?");
        opinions.setLong(1, last);
        opinions.executeUpdate();
        return dropped;
    }

    private static void insert(Statements statements, Vote vote) throws SQLException {
        PreparedStatement insert = statements.prepared(
                "INSERT INTO vote (window_start, reporter, observer, subject, sort) VALUES (?, ?, ?, ?, ?)");
        insert.setLong(1, vote.window().toEpochMilli());
        insert.setString(2, vote.reporter().toString());
        insert.setString(3, vote.link().observer().toString());
        insert.setString(4, vote.link().subject().toString());
        insert.setString(5, vote.sort().name());
        insert.executeUpdate();
    }

    /** Whether it is a new one. */
    private boolean put(Statements statements, LinkRecord link) throws SQLException {
        PreparedStatement update =
                statements.prepared("UPDATE link_evidence SET good = ?, bad = ?, told = ?, lost = ?, contradicted = ?,"
                        + " lost_for = ?, weighed_at = ?, change_no = ? WHERE observer = ? AND subject = ?");
        long change = lastChange.incrementAndGet();
        if (execute(update, link, change) == 0) {
            execute(
                    statements.prepared("INSERT INTO link_evidence"
                            + " (good, bad, told, lost, contradicted, lost_for, weighed_at, change_no, observer, subject)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                    link,
                    change);
            return true;
        }
        return false;
    }

    private static int execute(PreparedStatement statement, LinkRecord link, long change) throws SQLException {
        statement.setDouble(1, link.seen().good());
        statement.setDouble(2, link.seen().bad());
        statement.setDouble(3, link.told());
        statement.setDouble(4, link.lost());
        statement.setDouble(5, link.contradicted());
        statement.setString(6, EvidenceRows.text(link.lostFor()));
        statement.setLong(7, link.weighedAt().toEpochMilli());
        statement.setLong(8, change);
        statement.setString(9, link.link().observer().toString());
        statement.setString(10, link.link().subject().toString());
        return statement.executeUpdate();
    }

    private void put(Statements statements, Sentence sentence) throws SQLException {
        PreparedStatement drop = statements.prepared("DELETE FROM condemned WHERE node_id = ? OR condemned_at < ?");
        drop.setString(1, sentence.condemned().node().toString());
        drop.setLong(2, sentence.at().minus(condemnedFor).toEpochMilli());
        drop.executeUpdate();
        PreparedStatement insert = statements.prepared("INSERT INTO condemned"
                + " (node_id, condemned_at, grounds, belief, disbelief, uncertainty, base_rate, good, bad, observers,"
                + " destinations, change_no) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        Condemned condemned = sentence.condemned();
        insert.setString(1, condemned.node().toString());
        insert.setLong(2, sentence.at().toEpochMilli());
        insert.setString(3, condemned.grounds().name());
        insert.setDouble(4, condemned.opinion().belief());
        insert.setDouble(5, condemned.opinion().disbelief());
        insert.setDouble(6, condemned.opinion().uncertainty());
        insert.setDouble(7, condemned.opinion().baseRate());
        insert.setDouble(8, condemned.evidence().good());
        insert.setDouble(9, condemned.evidence().bad());
        insert.setInt(10, condemned.observers());
        insert.setInt(11, condemned.destinations());
        insert.setLong(12, lastChange.incrementAndGet());
        insert.executeUpdate();
    }

    private static void put(Statements statements, NodeOpinion opinion) throws SQLException {
        PreparedStatement update = statements.prepared("UPDATE node_opinion SET belief = ?, disbelief = ?,"
                + " uncertainty = ?, base_rate = ?, computed_at = ? WHERE node_id = ?");
        if (execute(update, opinion) == 0) {
            execute(
                    statements.prepared("INSERT INTO node_opinion"
                            + " (belief, disbelief, uncertainty, base_rate, computed_at, node_id)"
                            + " VALUES (?, ?, ?, ?, ?, ?)"),
                    opinion);
        }
    }

    private static int execute(PreparedStatement statement, NodeOpinion opinion) throws SQLException {
        statement.setDouble(1, opinion.opinion().belief());
        statement.setDouble(2, opinion.opinion().disbelief());
        statement.setDouble(3, opinion.opinion().uncertainty());
        statement.setDouble(4, opinion.opinion().baseRate());
        statement.setLong(5, opinion.at().toEpochMilli());
        statement.setString(6, opinion.node().toString());
        return statement.executeUpdate();
    }
}
