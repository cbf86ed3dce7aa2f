package io.pigw.enrollment.store;

import io.pigw.enrollment.audit.AuditActor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Accounts. Serial with all of {@link EnrollmentStore}, and as durable. An account is known since its first token. */
public interface AccountStore {

    /** The longest reason of an operator, in characters. */
    int MAX_REASON = 256;

    /** Accounts by name; name: that one alone, if it is known. */
    CompletableFuture<List<AccountRecord>> list(
            @Nullable String name, boolean onlyBlocked, int offset, int limit, Instant now);

    /** An account. */
    CompletableFuture<Optional<AccountRecord>> find(String name, Instant now);

    /** Nobody enrolls or renews by it any more. Its certificates stay good: revoke them as well if they should not. */
    CompletableFuture<Change<AccountRecord>> block(String name, String reason, AuditActor actor, Instant now);

    /** Ends that. */
    CompletableFuture<Change<AccountRecord>> unblock(String name, AuditActor actor, Instant now);

    /** Gives it limits of its own, 1 to 10,000; null: the configured one. What it has already stays. */
    CompletableFuture<Change<AccountRecord>> limit(
            String name,
            @Nullable Integer nodes,
            @Nullable Integer names,
            @Nullable Integer tokens,
            AuditActor actor,
            Instant now);
}
