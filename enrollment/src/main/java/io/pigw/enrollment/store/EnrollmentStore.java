package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.policy.NodeIds;
import io.pigw.p2psip.NodeId;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * What the enrollment server remembers. All operations are serial among themselves; each is one transaction, durable
 * once its future completes. Any thread; nothing blocks. A future fails when the store does, or at once when its queue
 * is full.
 */
public interface EnrollmentStore {

    /** Keeps a token, unless what it grants is another account's already. */
    CompletableFuture<Decision> addToken(String hash, Grant grant, Instant now);

    /** Looks what the token could give now; draws an ID unless the token fixes one. Changes nothing. */
    CompletableFuture<Plan> plan(String hash, NodeIds ids, Instant now);

    /** Spends the token, claims names and ID, and records the certificate: all of it or nothing. */
    CompletableFuture<Commitment> commit(String hash, NodeId id, Issued certificate, Instant now);

    /** Records a certificate of the server itself. */
    CompletableFuture<Void> recordOwn(Issued certificate, Instant now);
}
