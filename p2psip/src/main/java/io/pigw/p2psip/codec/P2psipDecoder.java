package io.pigw.p2psip.codec;

import io.netty.buffer.ByteBuf;
import io.pigw.p2psip.codec.DecodeException.Rule;
import io.pigw.p2psip.message.P2psipMessage;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages off one connection's bytes. Incremental: what has been looked at is not looked at again, and nothing is
 * allocated for a body that has not arrived.
 *
 * <p>Not for use by several threads at once: it belongs to its connection's event loop. After a {@link DecodeException}
 * the framing is lost: every further call throws the same, and the connection is to be closed.
 */
public final class P2psipDecoder {

    private final Limits limits;
    private final Head head;
    private final boolean nested;

    /** All three relative to the reader index. */
    private int scanned;

    private int lineStart;
    private int headLength;

    private int lines;
    private int bodyLength;
    private @Nullable DecodeException failure;

    /** A decoder for one connection. */
    public P2psipDecoder(Limits limits) {
        this(limits, false);
    }

    /** As {@link #P2psipDecoder(Limits)}; within a body, where nothing may nest further, {@code nested}. */
    P2psipDecoder(Limits limits, boolean nested) {
        this.limits = limits;
        this.head = new Head(limits);
        this.nested = nested;
    }

    /**
     * Takes the next message.
     *
     * @param in what has arrived and was not consumed; between calls bytes are only appended
     * @return the message, whose bytes alone are consumed; null when its end has not arrived, and then nothing is consumed
     * @throws DecodeException when the bytes break a rule, and nothing else whatever they are
     */
    public @Nullable P2psipMessage decode(ByteBuf in) throws DecodeException {
        if (failure != null) {
            throw failure;
        }
        try {
            return next(in);
        } catch (DecodeException broken) {
            failure = broken;
            throw broken;
        } catch (IllegalArgumentException | DateTimeException invalid) {
            failure = new DecodeException(Rule.BAD_VALUE, String.valueOf(invalid.getMessage()));
            throw failure;
        }
    }

    /**
     * The connection has ended.
     *
     * @param rest what was not consumed
     * @throws DecodeException when it ended within a message
     */
    public void end(ByteBuf rest) throws DecodeException {
        if (failure == null && rest.isReadable()) {
            failure = new DecodeException(Rule.TRUNCATED, "the connection ended within a message");
            throw failure;
        }
    }

    private @Nullable P2psipMessage next(ByteBuf in) throws DecodeException {
        int start = in.readerIndex();
        if (headLength == 0) {
            if (!findHead(in, start)) {
                return null;
            }
            head.read(in, start, headLength, lines);
            long length = head.contentLength();
            if (length > limits.maxBodyBytes()) {
                throw new DecodeException(Rule.BODY_TOO_LARGE, "Content-Length is over " + limits.maxBodyBytes());
            }
            bodyLength = (int) length;
        }
        if (in.readableBytes() - headLength < bodyLength) {
            return null;
        }
        P2psipMessage message = MessageReader.read(head, in.slice(start + headLength, bodyLength), nested);
        head.release();
        in.skipBytes(headLength + bodyLength);
        scanned = 0;
        lineStart = 0;
        headLength = 0;
        lines = 0;
        return message;
    }

    /** Goes on line by line to the empty line. Where it stops does not depend on how the bytes were cut. */
    private boolean findHead(ByteBuf in, int start) throws DecodeException {
        int end = in.readableBytes();
        while (true) {
            int lineBound = lineStart + limits.maxLineBytes() + 2;
            int bound = Math.min(lineBound, limits.maxHeadBytes());
            int newline = in.indexOf(start + scanned, start + Math.min(end, bound), (byte) '\n') - start;
            if (newline < 0) {
                if (end >= bound) {
                    throw bound == lineBound ? lineTooLong() : headTooLarge();
                }
                scanned = end;
                return false;
            }
            boolean cr = newline > lineStart && in.getByte(start + newline - 1) == '\r';
            int length = newline - lineStart - (cr ? 1 : 0);
            scanned = newline + 1;
            lineStart = scanned;
            if (length > limits.maxLineBytes()) {
                throw lineTooLong();
            }
            if (length == 0) {
                if (lines == 0) {
                    throw new DecodeException(Rule.BAD_START_LINE, "the start line is empty");
                }
                headLength = scanned;
                return true;
            }
            lines++;
            if (lines > limits.maxHeaders() + 1) {
                throw new DecodeException(Rule.TOO_MANY_HEADERS, "more than " + limits.maxHeaders() + " header lines");
            }
        }
    }

    private DecodeException lineTooLong() {
        return new DecodeException(Rule.LINE_TOO_LONG, "a line is over " + limits.maxLineBytes() + " bytes");
    }

    private DecodeException headTooLarge() {
        return new DecodeException(Rule.HEAD_TOO_LARGE, "the head is over " + limits.maxHeadBytes() + " bytes");
    }
}
