package io.pigw.gateway.outbox;

import io.pigw.runtime.store.Statements;
import java.sql.SQLException;
import java.time.Instant;

/** The statements on the table {@code outbox} that differ when several gateways write to it. On the writer's thread. */
sealed interface Rows permits SoleRows, SharedRows {

    /**
     * Inserts a message, unless its key is there.
     *
     * @param payload as a row has it
     */
    Insertion insert(Statements statements, Draft draft, byte[] payload) throws SQLException;

    /** Deletes some of what may be forgotten; says how many. */
    int forget(Statements statements, Instant now) throws SQLException;
}
