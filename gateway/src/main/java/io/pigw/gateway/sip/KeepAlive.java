package io.pigw.gateway.sip;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Pings on a connection that we dialled (RFC 5626 §3.5.1, §4.4.1): CRLF CRLF after 80 to 100 % of the pause, and once the other end has
 * ever answered by a CRLF, 10 s without an answer close the connection. Who never answers need not know the extension.
 *
 * <pre>
 *   quiet ── pause over: ping ──► waiting ── pong ──► quiet
 *                                    └ 10 s, has ponged before ──► closed
 *                                    └ 10 s, never ponged ──► quiet
 * </pre>
 */
final class KeepAlive extends ChannelInboundHandlerAdapter {

    private static final long PONG_SECONDS = 10;
    private static final double SHORTEST = 0.8;
    private static final byte[] PING = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final StreamFramer framer;
    private final Duration longestPause;
    private final RandomGenerator random;
    private final SipMetrics metrics;
    private @Nullable ScheduledFuture<?> next;
    private boolean ponged;

    KeepAlive(StreamFramer framer, Duration longestPause, RandomGenerator random, SipMetrics metrics) {
        this.framer = framer;
        this.longestPause = longestPause;
        this.random = random;
        this.metrics = metrics;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        rest(context);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof StreamFramer.Item.Pong) {
            ponged = true;
            rest(context);
        } else {
            context.fireChannelRead(message);
        }
    }

    private void rest(ChannelHandlerContext context) {
        long pauseMillis = (long) (longestPause.toMillis() * random.nextDouble(SHORTEST, 1));
        cancel();
        next = context.executor().schedule(() -> ping(context), pauseMillis, TimeUnit.MILLISECONDS);
    }

    private void ping(ChannelHandlerContext context) {
        framer.expectPong();
        var _ = context.writeAndFlush(Unpooled.wrappedBuffer(PING));
        next = context.executor().schedule(() -> missed(context), PONG_SECONDS, TimeUnit.SECONDS);
    }

    private void missed(ChannelHandlerContext context) {
        if (ponged) {
            metrics.count(SipMetrics.CONNECTIONS, "no_pong");
            var _ = context.close();
        } else {
            rest(context);
        }
    }

    private void cancel() {
        if (next != null) {
            next.cancel(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancel();
        context.fireChannelInactive();
    }
}
