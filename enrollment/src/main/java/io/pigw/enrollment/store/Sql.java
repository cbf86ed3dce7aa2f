package io.pigw.enrollment.store;

import io.pigw.p2psip.Party;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the tables have in common. */
final class Sql {

    private Sql() {}

    /** Reads the row that the result set is at. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    static <T> Optional<T> one(PreparedStatement select, Reader<T> reader) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(reader.read(row)) : Optional.empty();
        }
    }

    static <T> List<T> all(PreparedStatement select, Reader<T> reader) throws SQLException {
        List<T> all = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                all.add(reader.read(row));
            }
        }
        return all;
    }

    static int count(PreparedStatement select) throws SQLException {
        return one(select, row -> row.getInt(1)).orElse(0);
    }

    static boolean exists(PreparedStatement select) throws SQLException {
        return one(select, _ -> true).orElse(false);
    }

    static void set(PreparedStatement statement, int index, @Nullable String value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.VARCHAR);
        } else {
            statement.setString(index, value);
        }
    }

    static void set(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, value.toEpochMilli());
        }
    }

    static void set(PreparedStatement statement, int index, @Nullable Integer value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.INTEGER);
        } else {
            statement.setInt(index, value);
        }
    }

    static Instant instant(ResultSet row, int index) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(index));
    }

    static @Nullable Instant nullableInstant(ResultSet row, int index) throws SQLException {
        long millis = row.getLong(index);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    static @Nullable Integer nullableInt(ResultSet row, int index) throws SQLException {
        int value = row.getInt(index);
        return row.wasNull() ? null : value;
    }

    /** Names separated by blanks, the first one first. */
    static String join(List<Party.User> users) {
        return users.stream().map(Party.User::toString).collect(Collectors.joining(" "));
    }

    static List<Party.User> users(@Nullable String joined) {
        return joined == null
                ? List.of()
                : Stream.of(joined.split(" "))
                        .filter(name -> !name.isEmpty())
                        .map(name -> {
                            int at = name.lastIndexOf('@');
                            return new Party.User(name.substring(0, at), name.substring(at + 1));
                        })
                        .toList();
    }
}
