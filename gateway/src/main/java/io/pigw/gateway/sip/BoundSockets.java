package io.pigw.gateway.sip;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The datagram and the stream socket, bound to one port and silent until the RI is ready for them.
 *
 * @param datagram the UDP socket
 * @param stream the TCP socket that accepts
 * @param acceptor furnishes accepted connections; set before reading starts
 * @param port the port of both
 */
record BoundSockets(Channel datagram, Channel stream, AtomicReference<ChannelHandler> acceptor, int port) {

    private static final int ATTEMPTS = 16;
    private static final int LARGEST_DATAGRAM = 65_536;
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;
    private static final int UNSENT_DATAGRAM_BYTES = 8 << 20;
    private static final int BACKLOG = 1_024;

    /** Binds both; a port that is free for one alone is given up and another tried. Blocks: not for event loops. */
    static BoundSockets bind(Loops loops, InetAddress address, int port) throws IOException {
        IOException last = new IOException("no port");
        for (int attempt = 0; attempt < (port == 0 ? ATTEMPTS : 1); attempt++) {
            AtomicReference<ChannelHandler> acceptor = new AtomicReference<>(new Refuser());
            Channel stream = bindStream(loops, new InetSocketAddress(address, port), acceptor);
            int taken = ((InetSocketAddress) stream.localAddress()).getPort();
            try {
                return new BoundSockets(
                        bindDatagram(loops, new InetSocketAddress(address, taken)), stream, acceptor, taken);
            } catch (IOException e) {
                stream.close().awaitUninterruptibly();
                last = e;
            }
        }
        throw last;
    }

    private static Channel bindStream(Loops loops, InetSocketAddress address, AtomicReference<ChannelHandler> acceptor)
            throws IOException {
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
        return await(bootstrap.bind(address));
    }

    private static Channel bindDatagram(Loops loops, InetSocketAddress address) throws IOException {
        Bootstrap bootstrap = new Bootstrap()
                .group(loops.group())
                .channel(loops.datagramChannel())
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(UNSENT_DATAGRAM_BYTES / 2, UNSENT_DATAGRAM_BYTES))
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST_DATAGRAM))
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInboundHandlerAdapter());
        return await(bootstrap.bind(address));
    }

    private static Channel await(ChannelFuture bound) throws IOException {
        bound.awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot bind: " + bound.cause().getMessage(), bound.cause());
        }
        return bound.channel();
    }

    /** Closes both and waits until they are. */
    void close() {
        stream.close().awaitUninterruptibly();
        datagram.close().awaitUninterruptibly();
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
