package io.pigw.enrollment.store;

import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditEvent;
import io.pigw.enrollment.audit.AuditLog;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.enrollment.store.AccountTable.Account;
import io.pigw.runtime.store.BatchWriter;
import io.pigw.runtime.store.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The store in SQL, on the database's one writer thread. */
public final class DatabaseAccountStore implements AccountStore {

    private final BatchWriter writer;
    private final PolicySettings settings;

    /**
     * A store over the writer of a database that has been migrated from {@link DatabaseEnrollmentStore#MIGRATIONS}.
     *
     * @param settings limits of accounts that have none of their own
     */
    public DatabaseAccountStore(BatchWriter writer, PolicySettings settings) {
        this.writer = writer;
        this.settings = settings;
    }

    /** A change of an account, and the event that it is. */
    @FunctionalInterface
    private interface Order {
        AuditEvent apply(AccountTable accounts) throws SQLException;
    }

    /**
     * Blocks an account that is known and not blocked yet, as part of another transaction of the writer.
     *
     * @return whether it is blocked now; false: there is no such account
     */
    public static boolean block(Statements statements, String name, String reason, AuditActor actor, Instant now)
            throws SQLException {
        AccountTable accounts = new AccountTable(statements);
        Optional<Account> account = accounts.find(name);
        if (account.isPresent() && account.get().blocked() == null) {
            accounts.block(name, now, reason);
            AuditLog.append(
                    statements,
                    AuditEvent.done(now, actor, AuditAction.ACCOUNT_BLOCKED, name)
                            .with("reason", reason));
        }
        return account.isPresent();
    }

    @Override
    public CompletableFuture<List<AccountRecord>> list(
            @Nullable String name, boolean onlyBlocked, int offset, int limit, Instant now) {
        Paging.check(offset, limit);
        return writer.submit(Runnable::run, statements -> {
            List<AccountRecord> records = new ArrayList<>();
            for (Account account : new AccountTable(statements).list(name, onlyBlocked, offset, limit)) {
                records.add(record(statements, account, now));
            }
            return records;
        });
    }

    @Override
    public CompletableFuture<Optional<AccountRecord>> find(String name, Instant now) {
        return writer.submit(Runnable::run, statements -> {
            Optional<Account> account = new AccountTable(statements).find(name);
            return account.isPresent() ? Optional.of(record(statements, account.get(), now)) : Optional.empty();
        });
    }

    @Override
    public CompletableFuture<Change<AccountRecord>> block(String name, String reason, AuditActor actor, Instant now) {
        if (reason.length() > MAX_REASON) {
            throw new IllegalArgumentException("a reason is at most " + MAX_REASON + " characters");
        }
        return change(name, now, accounts -> {
            accounts.block(name, now, reason);
            return AuditEvent.done(now, actor, AuditAction.ACCOUNT_BLOCKED, name)
                    .with("reason", reason);
        });
    }

    @Override
    public CompletableFuture<Change<AccountRecord>> unblock(String name, AuditActor actor, Instant now) {
        return change(name, now, accounts -> {
            accounts.block(name, null, null);
            return AuditEvent.done(now, actor, AuditAction.ACCOUNT_UNBLOCKED, name);
        });
    }

    @Override
    public CompletableFuture<Change<AccountRecord>> limit(
            String name,
            @Nullable Integer nodes,
            @Nullable Integer names,
            @Nullable Integer tokens,
            AuditActor actor,
            Instant now) {
        require("nodes", nodes);
        require("names", names);
        require("tokens", tokens);
        return change(name, now, accounts -> {
            accounts.limit(name, nodes, names, tokens);
            return AuditEvent.done(now, actor, AuditAction.ACCOUNT_CHANGED, name)
                    .with("nodes", nodes == null ? "" : nodes)
                    .with("names", names == null ? "" : names)
                    .with("tokens", tokens == null ? "" : tokens);
        });
    }

    private static void require(String what, @Nullable Integer limit) {
        if (limit != null && (limit < 1 || limit > PolicySettings.MAX_LIMIT)) {
            throw new IllegalArgumentException(
                    "the limit of " + what + " must be 1 to " + PolicySettings.MAX_LIMIT + ", not " + limit);
        }
    }

    private CompletableFuture<Change<AccountRecord>> change(String name, Instant now, Order order) {
        return writer.submit(Runnable::run, statements -> {
            AccountTable accounts = new AccountTable(statements);
            if (accounts.find(name).isEmpty()) {
                return new Change.NotFound<>();
            }
            AuditLog.append(statements, order.apply(accounts));
            return new Change.Done<>(record(statements, accounts.find(name).orElseThrow(), now));
        });
    }

    private AccountRecord record(Statements statements, Account account, Instant now) throws SQLException {
        return new AccountRecord(
                account.name(),
                account.created(),
                account.blocked(),
                account.blockedWhy(),
                new NameTable(statements).of(account.name(), RegistryStore.MAX_PAGE),
                new CertificateTable(statements).livingNodes(account.name(), null, now),
                new TokenTable(statements).outstanding(account.name(), now),
                account.limits(settings),
                account.maxNodes() != null || account.maxNames() != null || account.maxTokens() != null);
    }
}
