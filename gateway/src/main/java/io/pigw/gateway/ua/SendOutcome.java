package io.pigw.gateway.ua;

import java.util.OptionalLong;

/** What became of a MESSAGE of ours. */
public sealed interface SendOutcome {

    /**
     * The core answered.
     *
     * @param status 200 to 699
     * @param reason as the core words it: for logs, with care
     * @param retryAfterSeconds what Retry-After says, if it does
     */
    record Final(int status, String reason, OptionalLong retryAfterSeconds) implements SendOutcome {
        /** Whether it was taken. */
        public boolean isSuccess() {
            return status < 300;
        }
    }

    /** Timer F: no final answer within 64·T1. It may have arrived. */
    record TimedOut() implements SendOutcome {}

    /**
     * It was not sent, or broke while it was.
     *
     * @param why for logs
     * @param mayHaveArrived false when surely nothing went out
     */
    record Failed(String why, boolean mayHaveArrived) implements SendOutcome {}
}
