package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Application.Limits;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.runtime.store.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SQL of {@code accounts}. Runs within a transaction of the writer. */
final class AccountTable {

    private static final String COLUMNS = "name, created_at, blocked_at, blocked_why, max_nodes, max_names, max_tokens";

    private final Statements statements;

    AccountTable(Statements statements) {
        this.statements = statements;
    }

    /** A row. */
    record Account(
            String name,
            Instant created,
            @Nullable Instant blocked,
            @Nullable String blockedWhy,
            @Nullable Integer maxNodes,
            @Nullable Integer maxNames,
            @Nullable Integer maxTokens) {

        Limits limits(PolicySettings settings) {
            return new Limits(
                    maxNodes == null ? settings.nodesPerAccount() : maxNodes,
                    maxTokens == null ? settings.tokensPerAccount() : maxTokens,
                    maxNames == null ? settings.namesPerAccount() : maxNames);
        }
    }

    Optional<Account> find(String name) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT " + COLUMNS + " FROM accounts WHERE name = ?");
        select.setString(1, name);
        return Sql.one(select, AccountTable::read);
    }

    List<Account> list(@Nullable String name, boolean onlyBlocked, int offset, int limit) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT " + COLUMNS + " FROM accounts "
                + "WHERE 1 = 1 "
                + (name == null ? "" : "AND name = ? ")
                + (onlyBlocked ? "AND blocked_at IS NOT NULL " : "")
                + "ORDER BY name OFFSET ? ROWS FETCH NEXT ? ROWS ONLY");
        int next = 1;
        if (name != null) {
            select.setString(next++, name);
        }
        select.setInt(next++, offset);
        select.setInt(next, limit);
        return Sql.all(select, AccountTable::read);
    }

    /** Makes the account known, unless it is. */
    void know(String name, Instant now) throws SQLException {
        if (find(name).isEmpty()) {
            PreparedStatement insert = statements.prepared("INSERT INTO accounts (name, created_at) VALUES (?, ?)");
            insert.setString(1, name);
            insert.setLong(2, now.toEpochMilli());
            insert.executeUpdate();
        }
    }

    void block(String name, @Nullable Instant at, @Nullable String why) throws SQLException {
        PreparedStatement update =
                statements.prepared("UPDATE accounts SET blocked_at = ?, blocked_why = ? WHERE name = ?");
        Sql.set(update, 1, at);
        Sql.set(update, 2, why);
        update.setString(3, name);
        update.executeUpdate();
    }

    void limit(String name, @Nullable Integer nodes, @Nullable Integer names, @Nullable Integer tokens)
            throws SQLException {
        PreparedStatement update =
                statements.prepared("UPDATE accounts SET max_nodes = ?, max_names = ?, max_tokens = ? WHERE name = ?");
        Sql.set(update, 1, nodes);
        Sql.set(update, 2, names);
        Sql.set(update, 3, tokens);
        update.setString(4, name);
        update.executeUpdate();
    }

    private static Account read(ResultSet row) throws SQLException {
        return new Account(
                row.getString(1),
                Sql.instant(row, 2),
                Sql.nullableInstant(row, 3),
                row.getString(4),
                Sql.nullableInt(row, 5),
                Sql.nullableInt(row, 6),
                Sql.nullableInt(row, 7));
    }
}
