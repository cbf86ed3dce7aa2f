package io.pigw.sos;

import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Reads the opinions on nodes as an operator would. */
final class StoredOpinions {

    private StoredOpinions() {}

    /** Belief, disbelief, uncertainty, base rate; empty for none. */
    static List<Double> of(Database database, NodeId node) {
        try (Connection connection = database.connection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT belief, disbelief, uncertainty, base_rate FROM node_opinion WHERE node_id = ?")) {
            select.setString(1, node.toString());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? List.of(row.getDouble(1), row.getDouble(2), row.getDouble(3), row.getDouble(4))
                        : List.of();
            }
        } catch (SQLException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
