package io.pigw.enrollment.store;

import io.pigw.enrollment.audit.AuditActor;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Tokens, for operators' eyes. Serial with all of {@link EnrollmentStore}, and as durable. */
public interface TokenStore {

    /** Tokens, the latest made first. */
    CompletableFuture<List<TokenRecord>> list(@Nullable String account, int offset, int limit, Instant now);

    /**
     * Takes an unused token back.
     *
     * @param id as {@link TokenRecord#id()}
     */
    CompletableFuture<Change<TokenRecord>> revoke(String id, AuditActor actor, Instant now);
}
