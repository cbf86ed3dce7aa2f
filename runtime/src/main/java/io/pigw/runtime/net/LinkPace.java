package io.pigw.runtime.net;

import io.pigw.overlay.port.Role;

/**
 * How fast what one node sends is read, over all its links together: a token bucket in real time. What is more waits in the node's own
 * TCP connections, unread, and costs nobody else anything. Nothing is lost by it. On the loop alone.
 */
final class LinkPace {

    /** Messages of one peer or client that are read in a second, those that answer included; one for each 4 KiB. */
    static final double PER_SECOND = 4_000;

    /** At once, after a silence. */
    static final int BURST = 8_000;

    /** For so long nothing is read once the bucket is empty. */
    static final long PAUSE_MILLIS = 50;

    private static final int BYTES_OF_ONE = 4_096;
    private static final double NANOS = 1e9;

    private double left = BURST;
    private long filledAtNanos;

    LinkPace(long nowNanos) {
        this.filledAtNanos = nowNanos;
    }

    /** The operator's nodes carry what many others send, and are read as fast as they can write. */
    static boolean appliesTo(Role role) {
        return switch (role) {
            case PEER, CLIENT -> true;
            case CSP, GATEWAY, SOS, ENROLLMENT, OPERATOR -> false;
        };
    }

    /** Whether there is something to spend. */
    boolean isOpen(long nowNanos) {
        left = Math.min(BURST, left + (nowNanos - filledAtNanos) / NANOS * PER_SECOND);
        filledAtNanos = nowNanos;
        return left >= 1;
    }

    /** A message of that size was read. */
    void spend(int bytes) {
        left -= 1 + bytes / BYTES_OF_ONE;
    }
}
