package io.pigw.enrollment.store;

import io.pigw.enrollment.audit.AuditActor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Requests that wait for an operator. Serial with all of {@link EnrollmentStore}, and as durable. */
public interface RequestStore {

    /** The longest reason of an operator, in characters. */
    int MAX_REASON = 256;

    /** Requests, the latest first; those that have waited too long are expired before. */
    CompletableFuture<List<RequestRecord>> list(RequestFilter filter, int offset, int limit, Instant now);

    /** A request. */
    CompletableFuture<Optional<RequestRecord>> find(String id, Instant now);

    /** Lets the client have its certificate when it comes again. */
    CompletableFuture<Change<RequestRecord>> approve(String id, @Nullable String reason, AuditActor actor, Instant now);

    /** Refuses; the reason is told to the client. An approved request can be rejected until the client has come. */
    CompletableFuture<Change<RequestRecord>> reject(String id, String reason, AuditActor actor, Instant now);
}
