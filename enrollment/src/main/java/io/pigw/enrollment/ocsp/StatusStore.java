package io.pigw.enrollment.ocsp;

import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Looks certificates up. As {@link io.pigw.enrollment.revoke.RevocationStore}. */
interface StatusStore {

    /**
     * The status of each serial number, in order.
     *
     * @param issuer whose certificates are asked for: hex of the subject key identifier
     */
    CompletableFuture<List<CertificateStatus>> statuses(String issuer, List<BigInteger> serials);
}
