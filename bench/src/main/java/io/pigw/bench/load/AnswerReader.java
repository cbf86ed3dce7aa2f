package io.pigw.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Reads of an answer what tells whose it is: status, and the number in the topmost Via's branch. */
final class AnswerReader {

    /** Not an answer to a message of ours. */
    static final long FOREIGN = -1;

    private static final byte[] VERSION = "SIP/2.0 ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BRANCH = (";branch=" + MessageTemplate.BRANCH).getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_DIGITS = 3;

    private int status;

    /** The number of the message that this answers, or {@link #FOREIGN}; then {@link #status()} is the answer's. */
    long number(ByteBuf answer) {
        int start = answer.readerIndex();
        int end = answer.writerIndex();
        status = 0;
        if (!matches(answer, start, end, VERSION)) {
            return FOREIGN;
        }
        for (int digit = 0; digit < STATUS_DIGITS; digit++) {
            int at = start + VERSION.length + digit;
            if (at >= end || answer.getByte(at) < '0' || answer.getByte(at) > '9') {
                return FOREIGN;
            }
            status = 10 * status + answer.getByte(at) - '0';
        }
        for (int at = start + VERSION.length; at + BRANCH.length + MessageTemplate.DIGITS <= end; at++) {
            if (answer.getByte(at) == ';' && matches(answer, at, end, BRANCH)) {
                return hex(answer, at + BRANCH.length);
            }
        }
        return FOREIGN;
    }

    /** Of what was read last. */
    int status() {
        return status;
    }

    private static boolean matches(ByteBuf bytes, int at, int end, byte[] expected) {
        if (end - at < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes.getByte(at + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static long hex(ByteBuf bytes, int from) {
        long number = 0;
        for (int i = 0; i < MessageTemplate.DIGITS; i++) {
            int digit = Character.digit(bytes.getByte(from + i), 16);
            if (digit < 0) {
                return FOREIGN;
            }
            number = number << 4 | digit;
        }
        return number;
    }
}
