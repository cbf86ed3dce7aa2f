package io.pigw.sos;

import io.pigw.overlay.sos.Condemned;
import io.pigw.overlay.sos.EvidenceStore;
import io.pigw.overlay.sos.Link;
import io.pigw.overlay.sos.LinkRecord;
import io.pigw.overlay.sos.OpinionServer;
import io.pigw.overlay.sos.Sentence;
import io.pigw.overlay.sos.Vote;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Statements;
import io.pigw.trust.Evidence;
import io.pigw.trust.Opinion;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads evidence, over whatever connection. */
final class EvidenceRows {

    private static final String LINKS = "SELECT observer, subject, good, bad, told, lost, contradicted, lost_for,"
            + " weighed_at, change_no FROM link_evidence";
    private static final String CONDEMNED = "SELECT node_id, condemned_at, grounds, belief, disbelief, uncertainty,"
            + " base_rate, good, bad, observers, destinations, change_no FROM condemned";
    private static final int LINK_CHANGE = 10;
    private static final int CONDEMNED_CHANGE = 12;

    private EvidenceRows() {}

    /** How far changes were read: one counter numbers those of both. */
    record Cursor(long links, long condemned) {}

    /** Changes, and how far they go. */
    record Changed(List<LinkRecord> links, List<Sentence> sentences, Cursor upTo) {}

    static long count(Statements statements) throws SQLException {
        return number(statements, "SELECT COUNT(*) FROM link_evidence");
    }

    /** Up to which everything is stored now. */
    static Cursor end(Statements statements) throws SQLException {
        return new Cursor(
                number(statements, "SELECT MAX(change_no) FROM link_evidence"),
                number(statements, "SELECT MAX(change_no) FROM condemned"));
    }

    private static long number(Statements statements, String select) throws SQLException {
        try (ResultSet row = statements.prepared(select).executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Those with the latest evidence, the longest unchanged first. */
    static List<LinkRecord> latest(Statements statements, int most) throws SQLException {
        PreparedStatement select = statements.prepared(LINKS + " ORDER BY weighed_at DESC FETCH FIRST ? ROWS ONLY");
        select.setInt(1, most);
        return links(select).reversed();
    }

    /** Of each node those with the most bad evidence, among equals with the latest. */
    static List<LinkRecord> of(Statements statements, List<NodeId> subjects) throws SQLException {
        List<LinkRecord> links = new ArrayList<>();
        for (NodeId subject : subjects) {
            PreparedStatement select = statements.prepared(
                    LINKS + " WHERE subject = ? ORDER BY bad DESC, weighed_at DESC FETCH FIRST ? ROWS ONLY");
            select.setString(1, subject.toString());
            select.setInt(2, EvidenceStore.MAX_OBSERVERS);
            links.addAll(links(select));
        }
        return links;
    }

    private static List<LinkRecord> links(PreparedStatement select) throws SQLException {
        List<LinkRecord> links = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                links.add(link(rows));
            }
        }
        return links;
    }

    /** What changed after, in its order; at most so many of each. */
    static Changed after(Statements statements, Cursor cursor, int most) throws SQLException {
        List<LinkRecord> links = new ArrayList<>();
        List<Sentence> sentences = new ArrayList<>();
        long lastLink = cursor.links();
        long lastCondemned = cursor.condemned();
        PreparedStatement select =
                statements.prepared(LINKS + " WHERE change_no > ? ORDER BY change_no FETCH FIRST ? ROWS ONLY");
        select.setLong(1, lastLink);
        select.setInt(2, most);
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                links.add(link(rows));
                lastLink = rows.getLong(LINK_CHANGE);
            }
        }
        select = statements.prepared(CONDEMNED + " WHERE change_no > ? ORDER BY change_no FETCH FIRST ? ROWS ONLY");
        select.setLong(1, lastCondemned);
        select.setInt(2, most);
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                sentences.add(sentence(rows));
                lastCondemned = rows.getLong(CONDEMNED_CHANGE);
            }
        }
        return new Changed(links, sentences, new Cursor(lastLink, lastCondemned));
    }

    /** The latest, the eldest first. */
    static List<Sentence> sentences(Statements statements) throws SQLException {
        List<Sentence> sentences = new ArrayList<>();
        PreparedStatement select =
                statements.prepared(CONDEMNED + " ORDER BY condemned_at DESC FETCH FIRST ? ROWS ONLY");
        select.setInt(1, OpinionServer.MAX_CONDEMNED);
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                sentences.add(sentence(rows));
            }
        }
        return sentences.reversed();
    }

    static List<Vote> votes(Statements statements, Instant from, int most) throws SQLException {
        List<Vote> votes = new ArrayList<>();
        PreparedStatement select =
                statements.prepared("SELECT window_start, reporter, observer, subject, sort FROM vote"
                        + " WHERE window_start >= ? ORDER BY window_start DESC FETCH FIRST ? ROWS ONLY");
        select.setLong(1, from.toEpochMilli());
        select.setInt(2, most);
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                votes.add(new Vote(
                        NodeId.parse(rows.getString(2)),
                        new Link(NodeId.parse(rows.getString(3)), NodeId.parse(rows.getString(4))),
                        Instant.ofEpochMilli(rows.getLong(1)),
                        Vote.Sort.valueOf(rows.getString(5))));
            }
        }
        return votes;
    }

    private static LinkRecord link(ResultSet row) throws SQLException {
        return new LinkRecord(
                new Link(NodeId.parse(row.getString(1)), NodeId.parse(row.getString(2))),
                new Evidence(row.getDouble(3), row.getDouble(4)),
                row.getDouble(5),
                row.getDouble(6),
                row.getDouble(7),
                nodes(row.getString(8)),
                Instant.ofEpochMilli(row.getLong(9)));
    }

    private static Sentence sentence(ResultSet row) throws SQLException {
        return new Sentence(
                new Condemned(
                        NodeId.parse(row.getString(1)),
                        Condemned.Grounds.valueOf(row.getString(3)),
                        new Opinion(row.getDouble(4), row.getDouble(5), row.getDouble(6), row.getDouble(7)),
                        new Evidence(row.getDouble(8), row.getDouble(9)),
                        row.getInt(10),
                        row.getInt(11)),
                Instant.ofEpochMilli(row.getLong(2)));
    }

    static String text(List<NodeId> nodes) {
        return nodes.stream().map(NodeId::toString).collect(Collectors.joining(" "));
    }

    private static List<NodeId> nodes(String text) {
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split(" ", -1)).map(NodeId::parse).toList();
    }
}
