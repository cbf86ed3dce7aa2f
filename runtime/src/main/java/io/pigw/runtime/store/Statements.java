package io.pigw.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The writer's prepared statements, each prepared once. On the writer's thread alone. */
public final class Statements {

    private static final int MAX_STATEMENTS = 512;

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Statements(Connection connection) {
        this.connection = connection;
    }

    /**
     * The statement of that text, its parameters cleared. Not to be closed; result sets are.
     *
     * @param sql a constant: values are parameters
     */
    public PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement known = prepared.get(sql);
        if (known == null) {
            if (prepared.size() >= MAX_STATEMENTS) {
                throw new IllegalStateException("more than 512 statements: are values written into their text?");
            }
            known = connection.prepareStatement(sql);
            prepared.put(sql, known);
        }
        known.clearParameters();
        return known;
    }
}
