package io.pigw.enrollment.est;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * The last answer on a connection whose request was not read to its end. What still comes is thrown away for a while:
 * closing at once would reset the connection, and the client might never see the answer.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's channels tell of failures by their close
final class Farewell extends ChannelInboundHandlerAdapter {

    /** Name of the HTTP codec in the pipeline. */
    static final String CODEC = "http";

    private static final long LINGER_MILLIS = 1_000;

    private Farewell() {}

    static void send(ChannelHandlerContext context, FullHttpResponse answer) {
        Channel channel = context.channel();
        channel.pipeline().addAfter(CODEC, null, new Farewell());
        HttpUtil.setKeepAlive(answer, false);
        context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        channel.config().setAutoRead(true);
        context.executor().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }
}
