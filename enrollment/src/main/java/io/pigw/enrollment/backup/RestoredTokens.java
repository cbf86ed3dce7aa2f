package io.pigw.enrollment.backup;

import io.pigw.runtime.store.Statements;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/** Ends the tokens that a backup takes for unused: each may have been used since. */
final class RestoredTokens {

    private RestoredTokens() {}

    static int voidUnused(Statements statements, Instant now) throws SQLException {
        PreparedStatement update = statements.prepared(
                "UPDATE tokens SET voided_at = ?" + " WHERE used_at IS NULL AND voided_at IS NULL AND expires_at > ?");
        update.setLong(1, now.toEpochMilli());
        update.setLong(2, now.toEpochMilli());
        return update.executeUpdate();
    }
}
