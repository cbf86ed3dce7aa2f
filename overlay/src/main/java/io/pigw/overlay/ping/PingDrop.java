package io.pigw.overlay.ping;

import io.pigw.p2psip.message.Status;
import java.util.Locale;

/** Why a ping, or the answer to one, went no further. */
public enum PingDrop {
    /** Of a link whose other end is no member of the ring. */
    WRONG_ROLE,
    /** Without terms or entries, as in the paper's Figure 5. */
    UNSIGNED,
    /** The last entry is not from the link's other end to this node, or the chain is broken. */
    WRONG_LINK,
    /** The hops that are left or the certificates do not fit the entries: whoever brought it changed them. */
    ALTERED,
    /** Entry 0 was not made by a CSP of this overlay. */
    WRONG_CSP,
    /** The CSP's signature, or that of whoever brought it, does not verify. */
    BAD_SIGNATURE,
    /** An entry before the last does not verify: whoever brought it need not know. */
    BAD_ROUTE,
    /** Out of time, too far ahead, or of a time from which this node, before it started, may have taken pings of that CSP. */
    EXPIRED,
    /** The same copy came before. */
    DUPLICATE,
    /** This node is on the route already. */
    LOOP,
    /** Too many hops. */
    TOO_LONG,
    /** Nobody known is nearer to the destination. */
    NOBODY,
    /** A limit of this node is reached. */
    OVERLOADED,
    /** Taken, but no next hop took it. */
    NOT_TAKEN,
    /** An answer that fits no ping that is under way. */
    UNEXPECTED_ANSWER;

    /** What the previous hop is told. */
    public Status status() {
        return switch (this) {
            case WRONG_ROLE,
                    UNSIGNED,
                    WRONG_LINK,
                    ALTERED,
                    WRONG_CSP,
                    BAD_SIGNATURE,
                    BAD_ROUTE,
                    EXPIRED,
                    UNEXPECTED_ANSWER -> Status.FORBIDDEN;
            case DUPLICATE, LOOP -> Status.LOOP_DETECTED;
            case TOO_LONG -> Status.TOO_MANY_HOPS;
            case NOBODY, NOT_TAKEN -> Status.TEMPORARILY_UNAVAILABLE;
            case OVERLOADED -> Status.SERVICE_UNAVAILABLE;
        };
    }

    /**
     * Whether no honest node would have passed it on: the last entry is each node's own, and the CSP's signature is looked at by each.
     * What depends on clocks, tables, or on which certificates are good now proves nothing.
     */
    boolean isProofAgainstWhoeverBroughtIt() {
        return switch (this) {
            case WRONG_LINK, ALTERED, BAD_SIGNATURE -> true;
            case WRONG_ROLE,
                    UNSIGNED,
                    WRONG_CSP,
                    BAD_ROUTE,
                    EXPIRED,
                    DUPLICATE,
                    LOOP,
                    TOO_LONG,
                    NOBODY,
                    OVERLOADED,
                    NOT_TAKEN,
                    UNEXPECTED_ANSWER -> false;
        };
    }

    /** The name for a metric's label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
