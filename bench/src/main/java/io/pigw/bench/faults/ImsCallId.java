package io.pigw.bench.faults;

/** The load generator writes a message's number into its Call-ID. */
final class ImsCallId {

    private static final int HEX = 16;

    private ImsCallId() {}

    /** The number; -1 if it is no message of the generator. */
    static long number(String callId) {
        int at = callId.indexOf('@');
        if (at != HEX) {
            return -1;
        }
        try {
            return Long.parseUnsignedLong(callId, 0, at, HEX);
        } catch (NumberFormatException foreign) {
            return -1;
        }
    }
}
