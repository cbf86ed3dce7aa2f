package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Skeleton;
import io.pigw.p2psip.Party;
import io.pigw.runtime.store.Statements;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The SQL of {@code user_names}. Runs within a transaction of the writer. */
final class NameTable {

    private final Statements statements;

    NameTable(Statements statements) {
        this.statements = statements;
    }

    /** The account that owns the name, if one does. */
    Optional<String> ownerOf(Party.User name) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT account FROM user_names WHERE name = ?");
        select.setString(1, name.toString());
        return Sql.one(select, row -> row.getString(1));
    }

    /** Whether another account has a name that looks like this one. */
    boolean isLookalike(Party.User name, String account) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT 1 FROM user_names WHERE skeleton = ? AND account <> ?");
        select.setString(1, skeleton(name));
        select.setString(2, account);
        return Sql.exists(select);
    }

    int count(String account) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT COUNT(*) FROM user_names WHERE account = ?");
        select.setString(1, account);
        return Sql.count(select);
    }

    List<Party.User> of(String account, int limit) throws SQLException {
        PreparedStatement select = statements.prepared(
                "SELECT name FROM user_names WHERE account = ? ORDER BY claimed_at, name FETCH FIRST ? ROWS ONLY");
        select.setString(1, account);
        select.setInt(2, limit);
        return Sql.users(String.join(" ", Sql.all(select, row -> row.getString(1))));
    }

    void claim(Party.User name, String account, Instant now) throws SQLException {
        PreparedStatement insert =
                statements.prepared("INSERT INTO user_names (name, account, claimed_at, skeleton) VALUES (?, ?, ?, ?)");
        insert.setString(1, name.toString());
        insert.setString(2, account);
        insert.setLong(3, now.toEpochMilli());
        insert.setString(4, skeleton(name));
        insert.executeUpdate();
    }

    /** Whether somebody got the name after that time. */
    boolean isClaimedAfter(Party.User name, Instant time) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT 1 FROM user_names WHERE name = ? AND claimed_at > ?");
        select.setString(1, name.toString());
        select.setLong(2, time.toEpochMilli());
        return Sql.exists(select);
    }

    private static String skeleton(Party.User name) {
        return Skeleton.of(name.name()) + "@" + name.domain();
    }
}
