package io.pigw.sos;

import io.pigw.overlay.sos.Sentence;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which of the stored sentences the enrollment server has answered. A node that is condemned anew has a sentence that is not. */
final class AnsweredSentences {

    private AnsweredSentences() {}

    private record Key(NodeId node, Instant at) {
        static Key of(Sentence sentence) {
            return new Key(sentence.condemned().node(), sentence.at());
        }
    }

    /** Whether the sentence is stored; it is answered then. */
    static boolean note(Statements statements, Sentence sentence, Instant now) throws SQLException {
        PreparedStatement update =
                statements.prepared("UPDATE condemned SET answered_at = ? WHERE node_id = ? AND condemned_at = ?");
        update.setLong(1, now.toEpochMilli());
        update.setString(2, sentence.condemned().node().toString());
        update.setLong(3, sentence.at().toEpochMilli());
        return update.executeUpdate() > 0;
    }

    /** Those of the sentences that were not answered, in their order. */
    static List<Sentence> without(Statements statements, List<Sentence> sentences) throws SQLException {
        Set<Key> answered = new HashSet<>();
        PreparedStatement select =
                statements.prepared("SELECT node_id, condemned_at FROM condemned WHERE answered_at IS NOT NULL");
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                answered.add(new Key(NodeId.parse(rows.getString(1)), Instant.ofEpochMilli(rows.getLong(2))));
            }
        }
        return sentences.stream()
                .filter(sentence -> !answered.contains(Key.of(sentence)))
                .toList();
    }
}
