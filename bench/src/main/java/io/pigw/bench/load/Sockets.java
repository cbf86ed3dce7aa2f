package io.pigw.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.pigw.bench.BenchException;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/** Opens sockets. Blocks; not on a loop. */
final class Sockets {

    static final int DATAGRAM_BYTES = 4_096;
    static final int DATAGRAMS_AT_ONCE = 32;
    private static final int BUFFER_BYTES = 4 << 20;

    private Sockets() {}

    /** A socket that is connected to the server, its messages handed to the handler. */
    static Channel connect(Loops loops, Transport transport, HostPort server, Supplier<ChannelHandler> handler) {
        InetSocketAddress remote = new InetSocketAddress(server.host(), server.port());
        return switch (transport) {
            case UDP -> await(datagram(loops, handler).connect(remote), "reach " + server);
            case TCP ->
                await(
                        new Bootstrap()
                                .group(loops.group())
                                .channel(loops.socketChannel())
                                .option(ChannelOption.TCP_NODELAY, true)
                                .handler(framed(handler))
                                .connect(remote),
                        "connect to " + server);
        };
    }

    /** Datagram sockets, many datagrams a system call where the system can. */
    static Bootstrap datagram(Loops loops, Supplier<ChannelHandler> handler) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loops.group())
                .channel(loops.datagramChannel())
                .option(ChannelOption.SO_RCVBUF, BUFFER_BYTES)
                .option(ChannelOption.SO_SNDBUF, BUFFER_BYTES)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(DATAGRAM_BYTES * DATAGRAMS_AT_ONCE))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(handler.get());
                    }
                });
        return loops.datagramChannel() == EpollDatagramChannel.class
                ? bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DATAGRAM_BYTES)
                : bootstrap;
    }

    /** Streams, cut into messages. */
    static ChannelInitializer<Channel> framed(Supplier<ChannelHandler> handler) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new SipFrames(), handler.get());
            }
        };
    }

    static Channel await(ChannelFuture future, String what) {
        if (!future.awaitUninterruptibly().isSuccess()) {
            throw new BenchException("cannot " + what, future.cause());
        }
        return future.channel();
    }

    static HostPort local(Channel channel) {
        InetSocketAddress local = (InetSocketAddress) channel.localAddress();
        return new HostPort(local.getAddress().getHostAddress(), local.getPort());
    }
}
