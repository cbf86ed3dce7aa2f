package io.pigw.gateway.outbox;

import java.util.function.Consumer;

/** Makes one attempt at a delivery. */
@FunctionalInterface
public interface Carrier {

    /**
     * Tries once. On the owner's loop.
     *
     * @param then called exactly once, on the owner's loop, possibly within the call
     */
    void attempt(Lease lease, Consumer<Attempt> then);
}
