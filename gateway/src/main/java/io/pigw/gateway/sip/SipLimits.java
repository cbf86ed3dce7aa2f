package io.pigw.gateway.sip;

/**
 * What is taken from the network at most. The RI's parser is quadratic on lists, so bytes and header values are both capped
 * before it sees anything.
 *
 * @param datagramBytes the longest request or response over UDP, 1,300 to 65,507; longer requests get 413
 * @param headBytes start line and header lines together, on any transport
 * @param bodyBytes the longest body over a stream; longer ones get 413 and the connection is closed
 * @param headerLines header lines, folded ones counted once
 * @param headerValues comma-separated values over all header lines
 * @param connections accepted from strangers at once, over TCP and over TLS each; those of {@link ConnectionRules} come on top
 * @param pendingBytes unsent bytes on one connection before sending over it fails and it is closed; 65,536 on a stranger's
 */
public record SipLimits(
        int datagramBytes,
        int headBytes,
        int bodyBytes,
        int headerLines,
        int headerValues,
        int connections,
        int pendingBytes) {

    /** The limits of a usual deployment. */
    public static final SipLimits DEFAULT = new SipLimits(8_192, 8_192, 65_536, 64, 128, 4_096, 1 << 20);

    private static final int STRANGER_PENDING_BYTES = 1 << 16;
    private static final int LARGEST_DATAGRAM = 65_507;

    /** Checks the ranges. */
    public SipLimits {
        if (datagramBytes < 1_300 || datagramBytes > LARGEST_DATAGRAM) {
            throw new IllegalArgumentException("datagramBytes must be 1300 to 65507");
        }
        if (headBytes < 1_024 || headBytes > 1 << 16) {
            throw new IllegalArgumentException("headBytes must be 1024 to 65536");
        }
        if (bodyBytes < 0 || headerLines < 8 || headerValues < 8 || connections < 1 || pendingBytes < 1 << 16) {
            throw new IllegalArgumentException("a limit is too small for SIP");
        }
    }

    /** Unsent bytes on one connection that was accepted from an address that is not trusted. */
    int pendingBytesOfStranger() {
        return STRANGER_PENDING_BYTES;
    }

    /** The same, with another number of connections. */
    public SipLimits withConnections(int other) {
        return new SipLimits(datagramBytes, headBytes, bodyBytes, headerLines, headerValues, other, pendingBytes);
    }
}
