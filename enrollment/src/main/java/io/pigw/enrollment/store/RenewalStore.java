package io.pigw.enrollment.store;

import io.pigw.p2psip.Bytes;
import java.math.BigInteger;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Certificates that replace others. Serial with all of {@link EnrollmentStore}, and as durable. */
public interface RenewalStore {

    /**
     * Looks whether the certificate may be renewed now. Changes nothing.
     *
     * @param serial of the certificate that the node showed
     * @param der the certificate
     */
    CompletableFuture<Renewal> plan(BigInteger serial, Bytes der, Instant now);

    /** Looks again, and records the new certificate: both or nothing. */
    CompletableFuture<Renewal> commit(BigInteger serial, Bytes der, Issued certificate, Instant now);
}
