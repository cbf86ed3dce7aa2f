package io.pigw.enrollment.revoke;

import io.pigw.runtime.store.Statements;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** What is on record of certificates, seen from within a transaction of the writer. */
public final class IssuedCertificates {

    private IssuedCertificates() {}

    /** Who signed the certificate of that serial number, as hex of its subject key identifier; none: it was never issued. */
    public static Optional<String> issuerOf(Statements statements, BigInteger serial) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT der FROM certificates WHERE serial = ?");
        select.setString(1, serial.toString(16));
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(CertificateFacts.of(row.getBytes(1)).issuer()) : Optional.empty();
        }
    }
}
