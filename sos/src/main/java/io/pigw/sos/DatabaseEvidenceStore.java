package io.pigw.sos;

import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Statements;
import io.pigw.runtime.store.StoreException;
import io.pigw.trust.Evidence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Evidence in a database; the schema is {@code db/V1__evidence.sql}. Safe on any thread. */
final class DatabaseEvidenceStore implements EvidenceStore {

    /** Where the schema is on the class path. */
    static final String MIGRATIONS = "io/pigw/sos/db";

    private final Database database;

    DatabaseEvidenceStore(Database database) {
        this.database = database;
    }

    @Override
    public Remembered load(int maxLinks, Instant votesFrom, int maxVotes) {
        try (Connection connection = database.connection()) {
            return new Remembered(links(connection, maxLinks), votes(connection, votesFrom, maxVotes));
        } catch (SQLException unreadable) {
            throw new StoreException("the evidence cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    @Override
    public CompletableFuture<Changes> save(Changes changes, Executor completesOn) {
        return database.writer().submit(completesOn, statements -> write(statements, changes));
    }

    private static List<LinkRecord> links(Connection connection, int most) throws SQLException {
        List<LinkRecord> links = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT observer, subject, good, bad, weighed_at FROM link_evidence"
                        + " ORDER BY weighed_at DESC FETCH FIRST ? ROWS ONLY")) {
            select.setInt(1, most);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    links.add(new LinkRecord(
                            new Link(NodeId.parse(rows.getString(1)), NodeId.parse(rows.getString(2))),
                            new Evidence(rows.getDouble(3), rows.getDouble(4)),
                            Instant.ofEpochMilli(rows.getLong(5))));
                }
            }
        }
        return links.reversed();
    }

    private static List<Vote> votes(Connection connection, Instant from, int most) throws SQLException {
        List<Vote> votes = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT window_start, reporter, observer, subject FROM vote"
                        + " WHERE window_start >= ? ORDER BY window_start DESC FETCH FIRST ? ROWS ONLY")) {
            select.setLong(1, from.toEpochMilli());
            select.setInt(2, most);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    votes.add(new Vote(
                            NodeId.parse(rows.getString(2)),
                            new Link(NodeId.parse(rows.getString(3)), NodeId.parse(rows.getString(4))),
                            Instant.ofEpochMilli(rows.getLong(1))));
                }
            }
        }
        return votes;
    }

    private static Changes write(Statements statements, Changes changes) throws SQLException {
        PreparedStatement drop = statements.prepared("DELETE FROM vote WHERE window_start < ?");
        drop.setLong(1, changes.votesFrom().toEpochMilli());
        drop.executeUpdate();
        for (Vote vote : changes.votes()) {
            insert(statements, vote);
        }
        for (LinkRecord link : changes.links()) {
            put(statements, link);
        }
        for (Link link : changes.forgotten()) {
            PreparedStatement delete =
                    statements.prepared("DELETE FROM link_evidence WHERE observer = ? AND subject = ?");
            delete.setString(1, link.observer().toString());
            delete.setString(2, link.subject().toString());
            delete.executeUpdate();
        }
        for (NodeOpinion opinion : changes.opinions()) {
            put(statements, opinion);
        }
        for (NodeId node : changes.unknown()) {
            PreparedStatement delete = statements.prepared("DELETE FROM node_opinion WHERE node_id = ?");
            delete.setString(1, node.toString());
            delete.executeUpdate();
        }
        return changes;
    }

    private static void insert(Statements statements, Vote vote) throws SQLException {
        PreparedStatement insert =
                statements.prepared("INSERT INTO vote (window_start, reporter, observer, subject) VALUES (?, ?, ?, ?)");
        insert.setLong(1, vote.window().toEpochMilli());
        insert.setString(2, vote.reporter().toString());
        insert.setString(3, vote.link().observer().toString());
        insert.setString(4, vote.link().subject().toString());
        insert.executeUpdate();
    }

    private static void put(Statements statements, LinkRecord link) throws SQLException {
        PreparedStatement update = statements.prepared(
                "UPDATE link_evidence SET good = ?, bad = ?, weighed_at = ? WHERE observer = ? AND subject = ?");
        if (execute(update, link) == 0) {
            execute(
                    statements.prepared("INSERT INTO link_evidence (good, bad, weighed_at, observer, subject)"
                            + " VALUES (?, ?, ?, ?, ?)"),
                    link);
        }
    }

    private static int execute(PreparedStatement statement, LinkRecord link) throws SQLException {
        statement.setDouble(1, link.evidence().good());
        statement.setDouble(2, link.evidence().bad());
        statement.setLong(3, link.weighedAt().toEpochMilli());
        statement.setString(4, link.link().observer().toString());
        statement.setString(5, link.link().subject().toString());
        return statement.executeUpdate();
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
