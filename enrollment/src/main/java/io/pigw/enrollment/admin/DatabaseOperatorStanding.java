package io.pigw.enrollment.admin;

import io.pigw.enrollment.revoke.DatabaseRevocationStore;
import io.pigw.runtime.store.BatchWriter;
import io.pigw.runtime.store.Statements;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the records, on the writer's thread: so an answer is never older than a revocation that has been decided. */
final class DatabaseOperatorStanding implements OperatorStanding {

    private static final long STORE_TIMEOUT_MILLIS = 10_000;

    private final BatchWriter writer;

    DatabaseOperatorStanding(BatchWriter writer) {
        this.writer = writer;
    }

    @Override
    public Optional<String> obstacle(BigInteger serial, X509Certificate certificate) throws InterruptedException {
        try {
            byte[] der = certificate.getEncoded();
            return writer.submit(Runnable::run, statements -> obstacle(statements, serial, der))
                    .get(STORE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (CertificateEncodingException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("whether the certificate is good cannot be known", e);
        }
    }

    private static Optional<String> obstacle(Statements statements, BigInteger serial, byte[] der) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT c.der, a.blocked_at FROM certificates c"
                + " JOIN nodes n ON n.node_id = c.node_id LEFT JOIN accounts a ON a.name = n.account"
                + " WHERE c.serial = ?");
        select.setString(1, serial.toString(16));
        try (ResultSet row = select.executeQuery()) {
            if (!row.next() || !Arrays.equals(row.getBytes(1), der)) {
                return Optional.of("unknown");
            }
            row.getLong(2);
            if (!row.wasNull()) {
                return Optional.of("blocked");
            }
        }
        return DatabaseRevocationStore.isRevoked(statements, serial) ? Optional.of("revoked") : Optional.empty();
    }
}
