package io.pigw.gateway.ua;

import io.pigw.gateway.sip.SipHead;

/** What became of a request of ours. */
public sealed interface RequestOutcome {

    /**
     * The core answered.
     *
     * @param status 200 to 699
     * @param head the answer's header fields
     */
    record Answered(int status, SipHead head) implements RequestOutcome {}

    /** Timer F: no final answer within 64·T1. It may have arrived. */
    record TimedOut() implements RequestOutcome {}

    /**
     * It was not sent, or broke while it was.
     *
     * @param why for logs
     * @param mayHaveArrived false when surely nothing went out
     */
    record Failed(String why, boolean mayHaveArrived) implements RequestOutcome {}
}
