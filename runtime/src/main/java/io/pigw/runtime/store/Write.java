package io.pigw.runtime.store;

import java.sql.SQLException;

/**
 * A unit of work on the writer's thread: takes effect as a whole or not at all. May run twice (again by itself, when another
 * of its batch failed), so it touches nothing but the database. It does not commit.
 */
@FunctionalInterface
public interface Write<T> {

    /** Runs the statements. What it throws fails this write alone. */
    T apply(Statements statements) throws SQLException;
}
