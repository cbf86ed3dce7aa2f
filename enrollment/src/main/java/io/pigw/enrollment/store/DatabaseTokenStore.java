package io.pigw.enrollment.store;

import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditLog;
import io.pigw.enrollment.store.TokenTable.Token;
import io.pigw.runtime.store.BatchWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The store in SQL, on the database's one writer thread. */
public final class DatabaseTokenStore implements TokenStore {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{16,64}");

    private final BatchWriter writer;

    /** A store over the writer of a database that has been migrated from {@link DatabaseEnrollmentStore#MIGRATIONS}. */
    public DatabaseTokenStore(BatchWriter writer) {
        this.writer = writer;
    }

    @Override
    public CompletableFuture<List<TokenRecord>> list(@Nullable String account, int offset, int limit, Instant now) {
        Paging.check(offset, limit);
        return writer.submit(
                Runnable::run,
                statements -> new TokenTable(statements)
                        .list(account, offset, limit).stream()
                                .map(token -> record(token, now))
                                .toList());
    }

    @Override
    public CompletableFuture<Change<TokenRecord>> revoke(String id, AuditActor actor, Instant now) {
        if (!ID.matcher(id).matches()) {
            return CompletableFuture.completedFuture(new Change.NotFound<>());
        }
        return writer.submit(Runnable::run, statements -> {
            TokenTable tokens = new TokenTable(statements);
            List<Token> found = tokens.startingWith(id);
            if (found.isEmpty()) {
                return new Change.NotFound<>();
            }
            if (found.size() > 1) {
                return new Change.Conflict<>("two tokens begin with " + id + ": give more digits of the hash");
            }
            Token token = found.getFirst();
            TokenRecord before = record(token, now);
            if (!tokens.makeVoid(token.hash(), now)) {
                return new Change.Conflict<>(
                        "the token is " + before.state().name().toLowerCase(Locale.ROOT) + " already");
            }
            AuditLog.append(statements, Trail.done(now, actor, AuditAction.TOKEN_VOIDED, before.id(), token.grant()));
            return new Change.Done<>(
                    new TokenRecord(before.id(), token.grant(), TokenRecord.State.VOIDED, token.created(), null, now));
        });
    }

    private static TokenRecord record(Token token, Instant now) {
        return new TokenRecord(
                Trail.tokenId(token.hash()),
                token.grant(),
                state(token, now),
                token.created(),
                token.used(),
                token.voided());
    }

    private static TokenRecord.State state(Token token, Instant now) {
        if (token.used() != null) {
            return TokenRecord.State.USED;
        }
        if (token.voided() != null) {
            return TokenRecord.State.VOIDED;
        }
        return now.isBefore(token.grant().expires()) ? TokenRecord.State.GOOD : TokenRecord.State.EXPIRED;
    }
}
