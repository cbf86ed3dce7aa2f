package io.pigw.enrollment.store;

import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.policy.Violation;
import io.pigw.p2psip.NodeId;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the enrollment server remembers of tokens and of what became of them. All operations are serial among themselves;
 * each is one transaction, durable once its future completes, with its audit entry. Any thread; nothing blocks. A future
 * fails when the store does, or at once when its queue is full.
 */
public interface EnrollmentStore extends OwnCertificates {

    /** Keeps a token, unless the policy forbids what it grants. */
    CompletableFuture<Decision> addToken(String hash, Grant grant, AuditActor actor, Instant now);

    /**
     * Looks whether the token is good, and for what; what the policy says is not asked.
     *
     * @param csrHash of the request that it comes with: a token that was spent on that very request is answered again
     */
    CompletableFuture<Decision> authenticate(String hash, String csrHash, Instant now);

    /**
     * Checks the whole policy, and draws an ID unless the token fixes one. Takes nothing; but if an operator is to approve the
     * claim, it is put on record as a request.
     */
    CompletableFuture<Plan> plan(Claim claim, Instant now);

    /**
     * Checks it all again, spends the token, claims names and ID, and records the certificate: all of it or nothing.
     *
     * @param charge the reservation that is due by it; null: there is none
     */
    CompletableFuture<Commitment> commit(
            Claim claim, NodeId id, Issued certificate, @Nullable String charge, Instant now);

    /** Writes down that one of the operator's systems would not have it. */
    CompletableFuture<Void> refused(Claim claim, Grant grant, Violation violation, Instant now);
}
