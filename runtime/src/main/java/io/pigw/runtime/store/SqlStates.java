package io.pigw.runtime.store;

import java.sql.SQLException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds what a failure was about by the SQLSTATEs of its causes. */
final class SqlStates {

    private static final int MAX_DEPTH = 16;

    private SqlStates() {}

    /** Whether a cause has such a state. */
    static boolean any(Exception failure, Predicate<String> wanted) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++, cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                for (@Nullable SQLException next = sql; next != null; next = next.getNextException()) {
                    if (next.getSQLState() != null && wanted.test(next.getSQLState())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
