package io.pigw.gateway.sip;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.pigw.p2psip.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into messages by Content-Length (RFC 3261 §18.3), within hard caps: what a head promises is never allocated
 * before it is within the limit and has come, and what comes too slowly is given up. Once the framing is lost, the rest of the
 * stream is thrown away unread.
 *
 * <pre>
 *   blanks ──► head ──► body ──► blanks
 *                │ framing lost, or too slow
 *                └──► lost
 * </pre>
 */
final class StreamFramer extends ByteToMessageDecoder {

    /** What comes out. */
    sealed interface Item {
        /** A message; the last one when the framing was lost over it. */
        record Frame(HeadScan scan, Bytes body, boolean last) implements Item {}

        /** A keep-alive that wants an answer (RFC 5626 §3.5.1). */
        record Ping() implements Item {}

        /** The answer to one of ours. */
        record Pong() implements Item {}
    }

    private static final int PING_LENGTH = 4;
    private static final int PONG_LENGTH = 2;
    private static final SipHead NO_HEAD = new SipHead("", List.of());

    private final SipLimits limits;
    private final HeadScanner scanner;
    private final long patienceMillis;
    private @Nullable HeadScan head;
    private int bodyLength;
    private int searched;
    private int blanks;
    private boolean lost;
    private boolean pongExpected;
    private @Nullable ScheduledFuture<?> deadline;

    /** With the time, above 0, that a message may take from its first octet to its last. */
    StreamFramer(SipLimits limits, long patienceMillis) {
        this.limits = limits;
        this.patienceMillis = patienceMillis;
        this.scanner = new HeadScanner(limits);
    }

    /** We sent a ping: the next CRLF answers it. On the connection's loop. */
    void expectPong() {
        pongExpected = true;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        take(in, out);
        boolean midway = !lost && (head != null || searched > 0);
        if (midway && deadline == null) {
            deadline = context.executor().schedule(() -> expire(context), patienceMillis, TimeUnit.MILLISECONDS);
        } else if (!midway) {
            forgetDeadline();
        }
    }

    private void take(ByteBuf in, List<Object> out) {
        if (lost) {
            in.skipBytes(in.readableBytes());
        } else if (head != null) {
            body(head, in, out);
        } else if (skipBlanks(in, out)) {
            head(in, out);
        }
    }

    /** True when something other than blanks stands next. */
    private boolean skipBlanks(ByteBuf in, List<Object> out) {
        while (searched == 0 && in.isReadable()) {
            byte next = in.getByte(in.readerIndex());
            if (next != '\r' && next != '\n') {
                blanks = 0;
                return true;
            }
            in.skipBytes(1);
            blanks++;
            if (pongExpected && blanks == PONG_LENGTH) {
                pongExpected = false;
                blanks = 0;
                out.add(new Item.Pong());
                return false;
            }
            if (blanks == PING_LENGTH) {
                blanks = 0;
                out.add(new Item.Ping());
                return false;
            }
        }
        return in.isReadable();
    }

    private void head(ByteBuf in, List<Object> out) {
        if (!SipText.isToken(String.valueOf((char) (in.getByte(in.readerIndex()) & 0xff)))) {
            in.skipBytes(in.readableBytes());
            lose(HeadScan.bad(NO_HEAD, Rule.NOT_SIP), out);
            return;
        }
        int length = HeadEnd.find(in, Math.max(0, searched - 2), limits.headBytes());
        if (length < 0) {
            searched = in.readableBytes();
            if (searched >= limits.headBytes()) {
                lose(scanner.scan(take(in, searched), searched), Rule.HEAD_TOO_LONG, out);
            }
            return;
        }
        searched = 0;
        HeadScan scan = scanner.scan(take(in, length), length);
        Optional<Long> promised = Guard.contentLength(scan.head());
        if (promised.isEmpty()) {
            lose(scan, Rule.NO_CONTENT_LENGTH, out);
        } else if (promised.get() < 0) {
            lose(scan, Rule.BAD_CONTENT_LENGTH, out);
        } else if (promised.get() > limits.bodyBytes()) {
            lose(scan, Rule.TOO_LARGE, out);
        } else {
            head = scan;
            bodyLength = promised.get().intValue();
            body(scan, in, out);
        }
    }

    private void body(HeadScan scan, ByteBuf in, List<Object> out) {
        if (in.readableBytes() >= bodyLength) {
            head = null;
            out.add(new Item.Frame(scan, Bytes.read(in, bodyLength), false));
        }
    }

    private void lose(HeadScan scan, Rule rule, List<Object> out) {
        lose(HeadScan.bad(scan.head(), scan.broken().orElse(rule)), out);
    }

    private void lose(HeadScan scan, List<Object> out) {
        lost = true;
        out.add(new Item.Frame(scan, Bytes.EMPTY, true));
    }

    /** The rest of a message does not come (RFC 4475 §3.1.2.2): what is known of it is answered, and the stream given up. */
    private void expire(ChannelHandlerContext context) {
        HeadScan known = head == null
                ? HeadScan.bad(NO_HEAD, Rule.NOT_SIP)
                : HeadScan.bad(head.head(), head.broken().orElse(Rule.TRUNCATED));
        lost = true;
        head = null;
        context.fireChannelRead(new Item.Frame(known, Bytes.EMPTY, true));
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        forgetDeadline();
    }

    private void forgetDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private static byte[] take(ByteBuf in, int length) {
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return bytes;
    }
}
