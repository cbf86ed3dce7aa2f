package io.pigw.enrollment.revoke;

import io.pigw.enrollment.audit.AuditActor;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Revocations and CRLs on record. Each operation is one transaction on the database's one writer thread, serial with every
 * enrollment, with its audit entries, and durable once its future completes; more than {@link #PAGE} certificates take several
 * transactions, and saying the same again goes on where a crash came between. Any thread; nothing blocks.
 */
public interface RevocationStore {

    /** Certificates that are taken back in one transaction; a decision about more takes several. */
    int PAGE = 500;

    /** The most certificates that came of a compromised one and are taken back along. */
    int MAX_DESCENDANTS = 1_000;

    /** The most revocations in one answer of {@link #list}. */
    int MAX_PAGE = 1_000;

    /**
     * Takes back what the selector names and has not ended by {@code now}; with a compromised key also what the certificate was
     * renewed by. Unused tokens for the node's ID, the user name or the account are taken back along, and those that the node
     * has made as an operator. But for a hold the account is blocked along, whether or not it has a certificate.
     *
     * @param changed hears of each transaction's changes once they are durable, though a later one may fail; on the
     *     database's thread: must return at once
     */
    CompletableFuture<RevocationResult> revoke(
            RevocationRequest request, Instant now, Consumer<List<Revocation>> changed);

    /**
     * Lifts the holds that the selector names; a definite revocation stays.
     *
     * @param changed as for {@link #revoke}
     */
    CompletableFuture<RevocationResult> unhold(
            Selector selector, AuditActor actor, Instant now, Consumer<List<Revocation>> changed);

    /** The revocation of a serial number, ended or not. */
    CompletableFuture<Optional<Revocation>> find(BigInteger serial);

    /**
     * Revocations, the latest first.
     *
     * @param offset how many to leave out, 0 or more
     * @param limit 1 to {@link #MAX_PAGE}
     */
    CompletableFuture<List<Revocation>> list(int offset, int limit);

    /** The serial numbers of all revoked certificates that end after {@code now}, and when they end. */
    CompletableFuture<Map<BigInteger, Instant>> living(Instant now);
}
