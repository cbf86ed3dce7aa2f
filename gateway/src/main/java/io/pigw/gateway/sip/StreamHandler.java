package io.pigw.gateway.sip;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the messages of one connection. Bad framing closes this connection alone, after its answer went out. From who does not read
 * nothing is read either, so that what waits for him stays small, and a connection that remains so is closed.
 *
 * <pre>
 *   reading ── too much unsent ──► waiting ── written out ──► reading
 *                                     └ too long ──► closed
 * </pre>
 */
final class StreamHandler extends SimpleChannelInboundHandler<StreamFramer.Item> {

    private static final Logger LOG = LoggerFactory.getLogger(StreamHandler.class);
    private static final byte[] PONG = "\r\n".getBytes(StandardCharsets.US_ASCII);

    /** How long answers under way may still go out, while what comes in is thrown away: a reset must not overtake them. */
    private static final long LINGER_MILLIS = 1_000;

    private final StreamChannel channel;
    private final String transport;
    private final Ingress ingress;
    private final SipMetrics metrics;
    private final long unreadMillis;
    private @Nullable ScheduledFuture<?> deadline;

    /**
     * @param unreadMillis how long the other end may read too little
     */
    StreamHandler(StreamChannel channel, Ingress ingress, SipMetrics metrics, long unreadMillis) {
        this.unreadMillis = unreadMillis;
        this.channel = channel;
        this.transport = channel.isSecure() ? Source.TLS : Source.TCP;
        this.ingress = ingress;
        this.metrics = metrics;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, StreamFramer.Item item) {
        switch (item) {
            case StreamFramer.Item.Ping() -> {
                if (context.channel().isWritable()) { // who does not read needs no further sign of life
                    var _ = context.writeAndFlush(Unpooled.wrappedBuffer(PONG));
                }
            }
            case StreamFramer.Item.Pong() -> {
                // KeepAlive takes those that it waits for
            }
            case StreamFramer.Item.Frame frame -> frame(context, frame);
        }
    }

    private void frame(ChannelHandlerContext context, StreamFramer.Item.Frame frame) {
        InetSocketAddress local = (InetSocketAddress) context.channel().localAddress();
        Source source = new Source(channel.peer(), local, transport, channel.peerNames());
        ingress.message(frame.scan(), frame.body(), source, channel);
        if (frame.last()) {
            metrics.count(SipMetrics.CONNECTIONS, "framing_lost");
            linger(context);
        }
    }

    private static void linger(ChannelHandlerContext context) {
        var _ = context.executor().schedule(() -> close(context), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!context.channel().isActive()) {
            return;
        }
        boolean writable = context.channel().isWritable();
        context.channel().config().setAutoRead(writable);
        if (writable) {
            forgetDeadline();
        } else if (deadline == null) {
            deadline = context.executor().schedule(() -> giveUp(context), unreadMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void giveUp(ChannelHandlerContext context) {
        metrics.count(SipMetrics.CONNECTIONS, "unread");
        channel.giveUp();
        var _ = context.close();
    }

    private void forgetDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        forgetDeadline();
        context.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            metrics.count(SipMetrics.CONNECTIONS, "idle");
            var _ = context.close();
        } else if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            linger(context);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecoderException && cause.getCause() instanceof SSLException) {
            LOG.atDebug()
                    .setCause(cause)
                    .log("TLS failed"); // counted where the handshake ends, or the other end's doing
        } else if (!(cause instanceof IOException)) {
            metrics.count(SipMetrics.DROPPED, "fault");
            LOG.atWarn()
                    .addKeyValue("transport", transport)
                    .setCause(cause)
                    .log("A connection is closed after a fault");
        }
        var _ = context.close();
    }

    private static void close(ChannelHandlerContext context) {
        var _ = context.close();
    }
}
