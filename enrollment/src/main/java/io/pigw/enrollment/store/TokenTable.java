package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Grant;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.runtime.store.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SQL of {@code tokens}. Runs within a transaction of the writer. */
final class TokenTable {

    private static final String COLUMNS =
            "hash, account, role, users, fixed_id, expires_at, created_at, used_at, voided_at";

    private final Statements statements;

    TokenTable(Statements statements) {
        this.statements = statements;
    }

    /** A row. */
    record Token(
            String hash,
            Grant grant,
            Instant created,
            @Nullable Instant used,
            @Nullable Instant voided) {}

    Optional<Token> find(String hash) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT " + COLUMNS + " FROM tokens WHERE hash = ?");
        select.setString(1, hash);
        return Sql.one(select, TokenTable::read);
    }

    /** By the first digits of the hash; two at most. */
    List<Token> startingWith(String prefix) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT " + COLUMNS
                + " FROM tokens WHERE hash >= ? AND hash < ? ORDER BY hash FETCH FIRST 2 ROWS ONLY");
        select.setString(1, prefix);
        select.setString(2, prefix + "g");
        return Sql.all(select, TokenTable::read);
    }

    List<Token> list(@Nullable String account, int offset, int limit) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT " + COLUMNS + " FROM tokens WHERE ? = '' OR account = ?"
                + " ORDER BY created_at DESC, hash OFFSET ? ROWS FETCH NEXT ? ROWS ONLY");
        String wanted = account == null ? "" : account;
        select.setString(1, wanted);
        select.setString(2, wanted);
        select.setInt(3, offset);
        select.setInt(4, limit);
        return Sql.all(select, TokenTable::read);
    }

    void add(String hash, Grant grant, String maker, Instant now) throws SQLException {
        PreparedStatement insert =
                statements.prepared("INSERT INTO tokens (hash, account, role, users, fixed_id, created_at, expires_at,"
                        + " made_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        insert.setString(1, hash);
        insert.setString(2, grant.account());
        insert.setString(3, grant.role().name());
        insert.setString(4, Sql.join(grant.users()));
        NodeId fixed = grant.fixedId();
        Sql.set(insert, 5, fixed == null ? null : fixed.toString());
        insert.setLong(6, now.toEpochMilli());
        insert.setLong(7, grant.expires().toEpochMilli());
        insert.setString(8, maker);
        insert.executeUpdate();
    }

    void spend(String hash, Instant now) throws SQLException {
        PreparedStatement update = statements.prepared(
                "UPDATE tokens SET used_at = ? WHERE hash = ? AND used_at IS NULL AND voided_at IS NULL");
        update.setLong(1, now.toEpochMilli());
        update.setString(2, hash);
        if (update.executeUpdate() != 1) {
            throw new SQLException("the token was spent within its own transaction");
        }
    }

    /** Whether it was still unused. */
    boolean makeVoid(String hash, Instant now) throws SQLException {
        PreparedStatement update = statements.prepared(
                "UPDATE tokens SET voided_at = ? WHERE hash = ? AND used_at IS NULL AND voided_at IS NULL");
        update.setLong(1, now.toEpochMilli());
        update.setString(2, hash);
        return update.executeUpdate() == 1;
    }

    /** An unused token, good or waiting for an operator, that a condition on {@code tokens} holds for. */
    List<Token> unused(Condition condition, Instant now) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT " + COLUMNS + " FROM tokens WHERE used_at IS NULL"
                + " AND voided_at IS NULL AND (expires_at > ? OR hash IN (SELECT claim FROM requests"
                + " WHERE state IN ('PENDING', 'APPROVED'))) AND " + condition.sql);
        select.setLong(1, now.toEpochMilli());
        select.setString(2, condition.value);
        return Sql.all(select, TokenTable::read);
    }

    /** Which tokens. */
    static final class Condition {
        private final String sql;
        private final String value;

        private Condition(String sql, String value) {
            this.sql = sql;
            this.value = value;
        }

        /** Those that promise the ID. */
        static Condition fixedId(NodeId id) {
            return new Condition("fixed_id = ?", id.toString());
        }

        /** Those that give the name. */
        static Condition user(Party.User name) {
            return new Condition("LOCATE(?, ' ' || users || ' ') > 0", " " + name + " ");
        }

        /** The account's. */
        static Condition account(String name) {
            return new Condition("account = ?", name);
        }

        /** The account's for what users have: peers and clients. */
        static Condition usersNodes(String account) {
            return new Condition("account = ? AND role IN ('PEER', 'CLIENT')", account);
        }

        /** The account's for an operator that were made while the server did not run. */
        static Condition offline(String account) {
            return new Condition("account = ? AND role = 'OPERATOR' AND LOCATE('console:', made_by) = 1", account);
        }

        /** Those that the operator with that ID has made. */
        static Condition maker(NodeId operator) {
            return new Condition("LOCATE(?, made_by || '/') = 1", "operator:" + operator + "/");
        }
    }

    /** Tokens of the account that could be used now. */
    int outstanding(String account, Instant now) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT COUNT(*) FROM tokens"
                + " WHERE account = ? AND used_at IS NULL AND voided_at IS NULL AND expires_at > ?");
        select.setString(1, account);
        select.setLong(2, now.toEpochMilli());
        return Sql.count(select);
    }

    /** Whether a token that is still good promises the ID to its bearer. */
    boolean isPromised(NodeId id, Instant now) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT 1 FROM tokens"
                + " WHERE fixed_id = ? AND used_at IS NULL AND voided_at IS NULL AND expires_at > ?");
        select.setString(1, id.toString());
        select.setLong(2, now.toEpochMilli());
        return Sql.exists(select);
    }

    private static Token read(ResultSet row) throws SQLException {
        String fixed = row.getString(5);
        Grant grant = new Grant(
                row.getString(2),
                Role.valueOf(row.getString(3)),
                Sql.users(row.getString(4)),
                fixed == null ? null : NodeId.parse(fixed),
                Sql.instant(row, 6));
        return new Token(
                row.getString(1), grant, Sql.instant(row, 7), Sql.nullableInstant(row, 8), Sql.nullableInstant(row, 9));
    }
}
