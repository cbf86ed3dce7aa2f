package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.KeyCheck;
import io.pigw.p2psip.Bytes;
import java.math.BigInteger;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Certificates that replace others. Serial with all of {@link EnrollmentStore}, and as durable. */
public interface RenewalStore {

    /**
     * What a node asks for.
     *
     * @param serial of the certificate that the node showed
     * @param der the certificate
     * @param csrHash SHA-256, in hexadecimal, of what the requester signed (CertificationRequestInfo, RFC 2986 §4.1)
     * @param key of the request, proven to be the node's
     */
    record Asked(BigInteger serial, Bytes der, String csrHash, KeyCheck key) {}

    /** Looks whether the certificate may be renewed now. Takes nothing. */
    CompletableFuture<Renewal> plan(Asked asked, Instant now);

    /** Looks again, and records the new certificate: both or nothing. */
    CompletableFuture<Renewal> commit(Asked asked, Issued certificate, Instant now);
}
