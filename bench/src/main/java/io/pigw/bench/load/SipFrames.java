package io.pigw.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Cuts a stream into SIP messages (RFC 3261 §18.3), as far as well-behaved ends of one machine need it. */
final class SipFrames extends ByteToMessageDecoder {

    private static final int MAX_HEAD = 16_384;
    private static final int MAX_BODY = 65_536;
    private static final int END_LENGTH = 4;

    private int scanned;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        while (scanned == 0
                && in.isReadable()
                && (in.getByte(in.readerIndex()) == '\r' || in.getByte(in.readerIndex()) == '\n')) {
            in.skipBytes(1);
        }
        int end = endOfHead(in);
        if (end < 0) {
            return;
        }
        int length = end + bodyLength(in.toString(in.readerIndex(), end, StandardCharsets.ISO_8859_1));
        if (in.readableBytes() >= length) {
            scanned = 0;
            out.add(in.readRetainedSlice(length));
        }
    }

    private int endOfHead(ByteBuf in) {
        int start = in.readerIndex();
        for (int at = Math.max(0, scanned - END_LENGTH); at + END_LENGTH <= in.readableBytes(); at++) {
            if (in.getByte(start + at) == '\r'
                    && in.getByte(start + at + 1) == '\n'
                    && in.getByte(start + at + 2) == '\r'
                    && in.getByte(start + at + 3) == '\n') {
                scanned = at;
                return at + END_LENGTH;
            }
        }
        scanned = in.readableBytes();
        if (scanned > MAX_HEAD) {
            throw new TooLongFrameException("a head of more than " + MAX_HEAD + " bytes");
        }
        return -1;
    }

    private static int bodyLength(String head) {
        String lower = head.toLowerCase(Locale.ROOT);
        for (String name : List.of("\r\ncontent-length:", "\r\nl:")) {
            int at = lower.indexOf(name);
            if (at >= 0) {
                int from = at + name.length();
                int length = Integer.parseInt(
                        lower.substring(from, lower.indexOf('\r', from)).strip());
                if (length < 0 || length > MAX_BODY) {
                    throw new TooLongFrameException("a body of " + length + " bytes");
                }
                return length;
            }
        }
        return 0;
    }
}
