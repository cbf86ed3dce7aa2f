package io.pigw.overlay.port;

import io.pigw.p2psip.message.P2psipMessage;

/** What became of a request. */
public sealed interface Outcome {

    /** The answer came. It may be a refusal. */
    record Answered(P2psipMessage answer, NodeCertificate by) implements Outcome {}

    /** No answer in time: the request may have arrived. */
    record TimedOut() implements Outcome {}

    /** The link could not be had, was lost or is overloaded. */
    record Unreachable(String reason) implements Outcome {

        /** The reason when the link was lost after the request had gone out. */
        public static final String LINK_LOST = "the link was lost before the answer";

        /** The reason when this node had no room for the request: nothing was sent, and nothing is known of the other end. */
        public static final String OVERLOADED = "overloaded";

        /** Whether the request was not sent for want of room here. */
        public boolean isOverload() {
            return reason.equals(OVERLOADED);
        }

        /** Whether the request may have arrived all the same. */
        public boolean mayHaveArrived() {
            return reason.equals(LINK_LOST);
        }
    }
}
