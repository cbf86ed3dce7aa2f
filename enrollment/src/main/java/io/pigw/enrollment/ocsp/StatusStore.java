package io.pigw.enrollment.ocsp;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.List;

/** Looks certificates up, without waiting for what is being issued or revoked. Any thread that may block. */
interface StatusStore extends AutoCloseable {

    /**
     * The status of each serial number, in order.
     *
     * @param issuer whose certificates are asked for: hex of the subject key identifier
     * @throws SQLException if it cannot be read
     */
    List<CertificateStatus> statuses(String issuer, List<BigInteger> serials) throws SQLException;

    @Override
    void close();
}
