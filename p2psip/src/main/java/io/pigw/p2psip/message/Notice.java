package io.pigw.p2psip.message;

import io.pigw.p2psip.CallId;

/**
 * What became of an earlier message (the paper, §2.7). There is never a notice about a notice.
 *
 * @param kind what is known
 * @param inReplyTo the earlier message
 */
public record Notice(Kind kind, CallId inReplyTo) {

    /** What is known of the earlier message. */
    public enum Kind {
        /** It did not reach its target. */
        UNREACHABLE,
        /** It may have arrived; nobody confirmed it. */
        UNCONFIRMED
    }
}
