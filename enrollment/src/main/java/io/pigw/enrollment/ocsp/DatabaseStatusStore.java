package io.pigw.enrollment.ocsp;

import io.pigw.enrollment.revoke.DatabaseRevocationStore;
import io.pigw.enrollment.revoke.IssuedCertificates;
import io.pigw.enrollment.revoke.Revocation;
import io.pigw.runtime.store.Reader;
import io.pigw.runtime.store.Statements;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The store in SQL, read beside the database's writer: so strangers' questions never queue before an enrollment. */
final class DatabaseStatusStore implements StatusStore {

    private final Reader reader;

    DatabaseStatusStore(Reader reader) {
        this.reader = reader;
    }

    @Override
    public List<CertificateStatus> statuses(String issuer, List<BigInteger> serials) throws SQLException {
        return reader.read(statements -> {
            List<CertificateStatus> statuses = new ArrayList<>();
            for (BigInteger serial : serials) {
                statuses.add(status(statements, issuer, serial));
            }
            return statuses;
        });
    }

    @Override
    public void close() {
        reader.close();
    }

    private static CertificateStatus status(Statements statements, String issuer, BigInteger serial)
            throws SQLException {
        Optional<Revocation> revocation = DatabaseRevocationStore.find(statements, serial);
        if (revocation.isPresent()) {
            return revocation.get().issuer().equals(issuer)
                    ? new CertificateStatus.Revoked(
                            revocation.get().revokedAt(), revocation.get().reason())
                    : new CertificateStatus.Unknown();
        }
        return IssuedCertificates.issuerOf(statements, serial)
                        .filter(issuer::equals)
                        .isPresent()
                ? new CertificateStatus.Good()
                : new CertificateStatus.Unknown();
    }
}
