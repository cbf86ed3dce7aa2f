package io.pigw.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the 200 to a request: the header fields that RFC 3261 §8.2.6.2 wants copied, line by line. */
final class AnswerWriter {

    private static final byte[] START = ascii("SIP/2.0 200 OK\r\n");
    private static final byte[] TAG = ascii(";tag=sink\r\n");
    private static final byte[] END = ascii("Content-Length: 0\r\n\r\n");
    private static final byte[] TO = ascii("To:");
    private static final List<byte[]> COPIED =
            List.of(ascii("Via:"), ascii("From:"), ascii("Call-ID:"), ascii("CSeq:"));

    private AnswerWriter() {}

    /** The answer, null if that is a response or no message. */
    static @Nullable ByteBuf ok(ByteBufAllocator allocator, ByteBuf request) {
        int end = request.writerIndex();
        int line = next(request, request.readerIndex(), end);
        if (line < 0 || starts(request, request.readerIndex(), ascii("SIP/2.0"))) {
            return null;
        }
        ByteBuf answer = allocator.directBuffer(request.readableBytes()).writeBytes(START);
        for (int after = next(request, line, end); after > line + 2; after = next(request, line, end)) {
            if (starts(request, line, TO)) {
                answer.writeBytes(request, line, after - line - 2).writeBytes(TAG);
            } else if (isCopied(request, line)) {
                answer.writeBytes(request, line, after - line);
            }
            line = after;
        }
        return answer.writeBytes(END);
    }

    private static boolean isCopied(ByteBuf request, int line) {
        for (byte[] name : COPIED) {
            if (starts(request, line, name)) {
                return true;
            }
        }
        return false;
    }

    /** Where the line after the one at {@code from} begins, -1 if that one has no end. */
    private static int next(ByteBuf message, int from, int end) {
        int feed = from < end ? message.indexOf(from, end, (byte) '\n') : -1;
        return feed < 0 ? -1 : feed + 1;
    }

    private static boolean starts(ByteBuf message, int at, byte[] with) {
        if (message.writerIndex() - at < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if (message.getByte(at + i) != with[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
