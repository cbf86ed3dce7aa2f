package io.pigw.runtime.admin;

import org.jspecify.annotations.Nullable;

/** Tells who is at the other end of a connection. */
@FunctionalInterface
interface AdminGate {

    /** Of a port that authenticates nobody. */
    AdminGate OPEN = () -> null;

    /** Of a connection whose other end has not proved anything yet. */
    AdminGate CLOSED = () -> {
        throw new AdminException(401, "a certificate is needed");
    };

    /**
     * Who; null: nobody was asked. May block.
     *
     * @throws AdminException if he may not come in
     */
    @Nullable
    AdminCaller caller() throws AdminException, InterruptedException;
}
