package io.pigw.runtime.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's SQLSTATEs mean for who uses it (its manual, appendix A). */
final class PostgresStates {

    static final String IN_USE = "55P03";
    static final String READ_ONLY = "25006";

    /** Ours: the schema belongs to another process by now. */
    static final String TAKEN = "57P0P";

    private static final String CONNECTION = "08";
    /** As the driver says when the server wants a password or TLS and there is none. */
    private static final String REJECTED = "08004";

    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final String NO_DATABASE = "3D000";
    private static final String NO_RIGHT = "42501";
    private static final String WRONG_PASSWORD = "28";
    /** Administrator's shutdown, crash, cannot connect now, database dropped, idle for too long; in a transaction. */
    private static final Set<String> ENDED =
            Set.of("57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25P04", READ_ONLY, TAKEN);

    private PostgresStates() {}

    /** Whether the connection is gone, or is to a server that takes no writes any more. */
    static boolean isLost(@Nullable Connection connection, Exception failure) {
        try {
            return connection == null
                    || connection.isClosed()
                    || SqlStates.any(failure, state -> state.startsWith(CONNECTION) || ENDED.contains(state));
        } catch (SQLException unknown) {
            return true;
        }
    }

    /** Whether another process has the schema now. */
    static boolean isInUse(Exception failure) {
        return SqlStates.any(failure, IN_USE::equals);
    }

    /** Whether the schema belongs to another process, for good. */
    static boolean isTaken(Exception failure) {
        return SqlStates.any(failure, TAKEN::equals);
    }

    /** Whether a server that cannot be connected to may be there later. */
    static boolean mayPass(Exception failure) {
        return SqlStates.any(
                failure,
                state -> state.startsWith(CONNECTION) && !state.equals(REJECTED)
                        || ENDED.contains(state)
                        || state.equals(TOO_MANY_CONNECTIONS));
    }

    /** The remedy, behind what went wrong. */
    static String advice(Exception failure) {
        if (SqlStates.any(failure, IN_USE::equals)) {
            return ": stop that process, or give this one another store.postgresql.schema";
        }
        if (SqlStates.any(failure, state -> state.startsWith(WRONG_PASSWORD) || state.equals(REJECTED))) {
            return "; check store.postgresql.user, the password file, the URL's sslmode and the server's pg_hba.conf";
        }
        if (SqlStates.any(failure, NO_DATABASE::equals)) {
            return "; make the database (createdb), or correct store.postgresql.url";
        }
        if (SqlStates.any(failure, NO_RIGHT::equals)) {
            return "; make the schema for the role (CREATE SCHEMA … AUTHORIZATION …), or grant it CREATE on the database";
        }
        return mayPass(failure) ? "; check that the server is up, and store.postgresql.url" : "";
    }
}
