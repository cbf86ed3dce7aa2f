package io.pigw.runtime.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.pigw.p2psip.codec.DecodeException;
import io.pigw.p2psip.codec.P2psipDecoder;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.runtime.identity.RefusalReason;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the messages off a link's bytes. Bytes that break a rule close this link alone, and so does a message whose end does not
 * come within {@link EndpointOptions#messageTimeout()} of its first byte.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the loop runs what it is told to, or ends
final class MessageHandler extends ByteToMessageDecoder {

    private static final Logger LOG = LoggerFactory.getLogger(MessageHandler.class);

    private final Link link;
    private final P2psipDecoder decoder;
    private final Receiver receiver;
    private final LinkMetrics metrics;
    private final Conduct conduct;
    private final @Nullable LinkPace pace;
    private final long messageMillis;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean broken;
    private boolean paused;
    private boolean ended;

    /** @param pace of the node at the other end; null when it is read as fast as it writes */
    MessageHandler(
            Link link,
            EndpointOptions options,
            Receiver receiver,
            LinkMetrics metrics,
            Conduct conduct,
            @Nullable LinkPace pace) {
        this.conduct = conduct;
        this.pace = pace;
        this.link = link;
        this.decoder = new P2psipDecoder(options.messageLimits());
        this.messageMillis = options.messageTimeout().toMillis();
        this.receiver = receiver;
        this.metrics = metrics;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        while (!broken && in.isReadable()) {
            if (mustWait(context)) {
                return;
            }
            P2psipMessage message;
            int before = in.readableBytes();
            try {
                message = decoder.decode(in);
            } catch (DecodeException failure) {
                fail(in, failure);
                return;
            }
            if (message == null) {
                expectTheRest(context, messageMillis);
                return;
            }
            forgetDeadline();
            link.touch();
            metrics.received();
            if (pace != null) {
                pace.spend(before - in.readableBytes());
            }
            receiver.received(link, message);
        }
        if (broken) {
            in.skipBytes(in.readableBytes());
        }
    }

    /** Counts from a message's first byte, however many come in between. */
    private void expectTheRest(ChannelHandlerContext context, long millis) {
        if (deadline == null) {
            deadline = context.executor().schedule(() -> giveUp(context), millis, TimeUnit.MILLISECONDS);
        }
    }

    private void giveUp(ChannelHandlerContext context) {
        deadline = null;
        if (paused) { // the rest may have come, and lie unread
            expectTheRest(context, LinkPace.PAUSE_MILLIS);
            return;
        }
        broken = true;
        metrics.unfinished();
        LOG.atWarn()
                .addKeyValue("node", link.node().id())
                .addKeyValue("remote", link.address())
                .addKeyValue("millis", messageMillis)
                .log("A message was begun and did not end in time; its link is closed");
        link.close("a message did not end in time");
    }

    private void forgetDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        forgetDeadline();
    }

    /** Once the node has sent more than its pace allows, nothing of it is read for a moment. */
    private boolean mustWait(ChannelHandlerContext context) {
        if (pace == null || ended || !paused && pace.isOpen(nanos(context))) {
            return false;
        }
        if (!paused) {
            paused = true;
            metrics.paused();
            context.channel().config().setAutoRead(false);
            context.executor().schedule(() -> goOn(context), LinkPace.PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
        return true;
    }

    /** A decoder that made nothing of what it read asks for more, whatever auto-read says; not while it pauses. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        if (paused) {
            context.fireChannelReadComplete();
        } else {
            super.channelReadComplete(context);
        }
    }

    private void goOn(ChannelHandlerContext context) {
        paused = false;
        if (context.isRemoved() || !context.channel().isActive()) {
            return;
        }
        try {
            channelRead(context, Unpooled.EMPTY_BUFFER); // what was left of the last read
        } catch (Exception failure) {
            exceptionCaught(context, failure);
        }
        if (!paused) {
            context.channel().config().setAutoRead(true);
        }
    }

    private static long nanos(ChannelHandlerContext context) {
        return context.channel().eventLoop().ticker().nanoTime();
    }

    @Override
    protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        ended = true;
        decode(context, in, out);
        try {
            decoder.end(in);
        } catch (DecodeException truncated) {
            if (!broken) {
                fail(in, truncated);
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslCloseCompletionEvent close && close.isSuccess()) {
            link.endedInOrder();
        }
        super.userEventTriggered(context, event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        Refusal refusal = Refusals.of(failure.getCause() == null ? failure : failure.getCause());
        if (refusal.reason() == RefusalReason.REFUSED_BY_OTHER_END) {
            metrics.refused(refusal.reason());
            LOG.atWarn()
                    .addKeyValue("node", link.node().id())
                    .addKeyValue("remote", link.address())
                    .addKeyValue("reason", refusal.reason().label())
                    .addKeyValue("detail", refusal.detail())
                    .log("The other end refused the link");
            link.close("refused by the other end");
        } else {
            LOG.atDebug()
                    .setCause(failure)
                    .addKeyValue("node", link.node().id())
                    .log("A link broke");
            link.close("broken: " + failure.getClass().getSimpleName());
        }
    }

    private void fail(ByteBuf in, DecodeException failure) {
        broken = true;
        in.skipBytes(in.readableBytes());
        metrics.decodeError(failure.rule());
        LOG.atWarn()
                .addKeyValue("node", link.node().id())
                .addKeyValue("remote", link.address())
                .addKeyValue("rule", failure.rule().label())
                .log("What a node sent breaks the protocol; its link is closed");
        link.close("decode error: " + failure.rule().label());
        if (failure.rule() != DecodeException.Rule.TRUNCATED) { // which is how connections end when a node dies
            conduct.misbehaved(link.node(), "decode_error", link.channel().eventLoop());
        }
    }

    /** Takes messages, on the loop. */
    @FunctionalInterface
    interface Receiver {
        /** A message came over the link. */
        void received(Link link, P2psipMessage message);
    }
}
