package io.pigw.gateway.sip;

import io.netty.buffer.ByteBuf;

/** Finds the empty line that ends a head; lines end in CRLF or LF. */
final class HeadEnd {

    private HeadEnd() {}

    /** The position after the empty line, or -1. */
    static int find(byte[] bytes) {
        for (int i = 1; i < bytes.length; i++) {
            if (bytes[i] == '\n' && endsEmptyLine(bytes[i - 1], i > 1 ? bytes[i - 2] : 0)) {
                return i + 1;
            }
        }
        return -1;
    }

    /**
     * The number of bytes from the reader index to after the empty line, or -1.
     *
     * @param from how many bytes from the reader index need not be looked at again
     * @param limit how many bytes are looked at
     */
    static int find(ByteBuf buffer, int from, int limit) {
        int base = buffer.readerIndex();
        int end = Math.min(buffer.readableBytes(), limit);
        for (int i = Math.max(1, from); i < end; i++) {
            if (buffer.getByte(base + i) == '\n'
                    && endsEmptyLine(buffer.getByte(base + i - 1), i > 1 ? buffer.getByte(base + i - 2) : 0)) {
                return i + 1;
            }
        }
        return -1;
    }

    private static boolean endsEmptyLine(int previous, int beforePrevious) {
        return previous == '\n' || previous == '\r' && beforePrevious == '\n';
    }
}
