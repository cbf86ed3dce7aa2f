package io.pigw.gateway.outbox;

import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.util.List;

/** How one attempt at a delivery ended. */
public sealed interface Attempt {

    /** Everyone who was to have it took it durably. */
    record Delivered() implements Attempt {}

    /**
     * Trying again is of no use.
     *
     * @param mayHaveArrived it does not say that the message was not taken
     * @param reason for the log; no message's content
     */
    record Refused(boolean mayHaveArrived, String reason) implements Attempt {}

    /**
     * To be tried again.
     *
     * @param mayHaveArrived no answer told otherwise
     * @param detour the way failed, not the target: take another one next
     * @param reached one device of several took it
     * @param devices still to be reached, empty while unresolved
     * @param notBefore the least delay that the other side asked for, zero if none
     * @param reason for the log; no message's content
     */
    record Unfinished(
            boolean mayHaveArrived,
            boolean detour,
            boolean reached,
            List<NodeId> devices,
            Duration notBefore,
            String reason)
            implements Attempt {
        /** Copies the list. */
        public Unfinished {
            devices = List.copyOf(devices);
        }
    }
}
