package io.pigw.enrollment.backup;

import io.pigw.runtime.store.Statements;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/** Ends the tokens that a backup takes for unused, and the requests that it takes for open: each may have been used since. */
final class RestoredTokens {

    private static final String OPEN = "state IN ('PENDING', 'APPROVED')";

    private RestoredTokens() {}

    static int voidUnused(Statements statements, Instant now) throws SQLException {
        // An expired token, too, is good as long as its request waits for an operator or for its client.
        PreparedStatement tokens = statements.prepared("UPDATE tokens SET voided_at = ? WHERE used_at IS NULL"
                + " AND voided_at IS NULL AND (expires_at > ? OR hash IN (SELECT claim FROM requests WHERE " + OPEN
                + "))");
        tokens.setLong(1, now.toEpochMilli());
        tokens.setLong(2, now.toEpochMilli());
        int voided = tokens.executeUpdate();
        PreparedStatement requests =
                statements.prepared("UPDATE requests SET state = 'WITHDRAWN', decided_at = ? WHERE " + OPEN);
        requests.setLong(1, now.toEpochMilli());
        requests.executeUpdate();
        return voided;
    }
}
