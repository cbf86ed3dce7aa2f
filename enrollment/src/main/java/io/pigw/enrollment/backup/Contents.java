package io.pigw.enrollment.backup;

import io.pigw.runtime.store.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is in a database, in numbers. Blocks. */
final class Contents {

    private Contents() {}

    /** Rows of each table but the schema's own history. */
    static SortedMap<String, Long> rows(Database database) throws SQLException {
        SortedMap<String, Long> rows = new TreeMap<>();
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            for (String table : tables(statement)) {
                try (ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM \"" + table + "\"")) {
                    count.next();
                    rows.put(table, count.getLong(1));
                }
            }
        }
        return rows;
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet names = statement.executeQuery("SELECT TABLENAME FROM SYS.SYSTABLES WHERE TABLETYPE = 'T'"
                + " AND TABLENAME NOT IN ('flyway_schema_history', 'PIGW_WRITER')")) {
            while (names.next()) {
                tables.add(names.getString(1));
            }
        }
        return tables;
    }
}
