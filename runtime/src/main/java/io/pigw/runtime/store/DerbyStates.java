package io.pigw.runtime.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What Derby's failures mean for who uses it (its reference manual, "SQL error messages and exceptions"). */
final class DerbyStates {

    private static final String CONNECTION = "08";

    /** The log cannot be written, or is not what it should be. */
    private static final String LOG = "XSLA";

    /** A change in a database that was opened for reading alone, for the disk was full then. */
    private static final String READ_ONLY = "25502";

    private DerbyStates() {}

    /** Whether the connection has ended, and with it perhaps the database, which then has to be opened again. */
    static boolean isLost(@Nullable Connection connection, Exception failure) {
        try {
            return connection == null || connection.isClosed() || SqlStates.any(failure, DerbyStates::tellsOfLoss);
        } catch (SQLException unknown) {
            return true;
        }
    }

    private static boolean tellsOfLoss(String state) {
        return state.startsWith(CONNECTION) || state.startsWith(LOG) || state.equals(READ_ONLY);
    }
}
