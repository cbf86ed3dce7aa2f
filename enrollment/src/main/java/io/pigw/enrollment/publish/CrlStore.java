package io.pigw.enrollment.publish;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** CRLs on record. As serial and as durable as {@link io.pigw.enrollment.revoke.RevocationStore}. */
interface CrlStore {

    /** The most certificates that one CRL lists: some 20 MB. */
    int MAX_ENTRIES = 500_000;

    /**
     * What the issuer's next CRL is to say. Its number is one more than the last one's, and at least the seconds since 1970:
     * so it rises even after an old database was put back.
     */
    CompletableFuture<CrlDraft> draft(String issuer, Instant now);

    /**
     * Puts the CRL on record, with the audit entry. What has ended by then is listed for the last time (RFC 5280 §3.3). Fails
     * if its number is not above that on record.
     */
    CompletableFuture<Void> commit(Crl crl);

    /**
     * Puts a CRL on record that was not signed here, the root's, with the audit entry. Fails if its number is not above that on
     * record.
     */
    CompletableFuture<Void> take(Crl crl, Instant now);

    /** The issuer's latest CRL. */
    CompletableFuture<Optional<Crl>> latest(String issuer);
}
