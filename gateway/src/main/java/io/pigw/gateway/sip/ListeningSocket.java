package io.pigw.gateway.sip;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A stream socket that accepts, silent until the RI is ready for it.
 *
 * @param channel the socket
 * @param acceptor furnishes accepted connections; set before reading starts
 */
record ListeningSocket(Channel channel, AtomicReference<ChannelHandler> acceptor) {

    private static final int BACKLOG = 1_024;

    /** Binds one. Blocks: not for event loops. */
    static ListeningSocket bind(Loops loops, InetAddress address, int port) throws IOException {
        AtomicReference<ChannelHandler> acceptor = new AtomicReference<>(new Refuser());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accepted.pipeline().addLast(acceptor.get());
                    }
                });
        return new ListeningSocket(await(bootstrap.bind(new InetSocketAddress(address, port))), acceptor);
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Closes it and waits until it is. */
    void close() {
        channel.close().awaitUninterruptibly();
    }

    static Channel await(ChannelFuture bound) throws IOException {
        bound.awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot bind: " + bound.cause().getMessage(), bound.cause());
        }
        return bound.channel();
    }

    /** Stands in until the RI is ready: nothing is read before, so nothing should come. */
    @ChannelHandler.Sharable
    private static final class Refuser extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            var _ = context.close();
        }
    }
}
