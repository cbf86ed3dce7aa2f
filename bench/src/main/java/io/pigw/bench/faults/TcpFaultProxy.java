package io.pigw.bench.faults;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannelConfig;
import io.pigw.bench.BenchException;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hands bytes on to one address and back, until the link is cut: then it takes connections and bytes and hands nothing on, as a network
 * that drops all packets. All of it on one loop.
 */
final class TcpFaultProxy implements AutoCloseable {

    private final Loops loops;
    private final EventLoop loop;
    private final HostPort target;
    private final Set<Channel> open = new HashSet<>();
    private final Channel listener;
    private boolean silent;

    private TcpFaultProxy(Loops loops, HostPort listen, HostPort target) {
        this.loops = loops;
        this.loop = loops.next();
        this.target = target;
        ChannelFuture bound = new ServerBootstrap()
                .group(loop, loop)
                .channel(loops.serverChannel())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel near) {
                        accepted(near);
                    }
                })
                .bind(new InetSocketAddress(listen.host(), listen.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new BenchException("cannot listen at " + listen, bound.cause());
        }
        this.listener = bound.channel();
    }

    /** Listens there, and hands on to the other. Blocks. */
    static TcpFaultProxy open(Loops loops, HostPort listen, HostPort target) {
        return new TcpFaultProxy(loops, listen, target);
    }

    /** From now on nothing is handed on. Any thread. */
    void silence() {
        loop.execute(() -> {
            silent = true;
            open.forEach(channel -> channel.config().setAutoRead(false));
        });
    }

    /** Resets what there is, as both ends would find out by themselves, and hands on what is new. Any thread. */
    void heal() {
        loop.execute(() -> {
            silent = false;
            for (Channel channel : List.copyOf(open)) {
                ((SocketChannelConfig) channel.config()).setSoLinger(0);
                var _ = channel.close();
            }
        });
    }

    private void accepted(Channel near) {
        open.add(near);
        near.closeFuture().addListener(_ -> open.remove(near));
        if (silent) {
            return;
        }
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(loops.socketChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new Pipe(near))
                .connect(target.host(), target.port());
        Channel far = connecting.channel();
        near.pipeline().addLast(new Pipe(far));
        connecting.addListener(_ -> {
            if (!connecting.isSuccess()) {
                var _ = near.close();
                return;
            }
            open.add(far);
            far.closeFuture().addListener(_ -> open.remove(far));
            near.config().setAutoRead(!silent);
            far.config().setAutoRead(!silent);
        });
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        heal();
    }

    /** Hands on to the other end of the same link, no faster than that one takes it. */
    private final class Pipe extends ChannelInboundHandlerAdapter {

        private final Channel other;

        Pipe(Channel other) {
            this.other = other;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            other.writeAndFlush(bytes).addListener(_ -> pace(context.channel()));
            pace(context.channel());
        }

        private void pace(Channel from) {
            from.config().setAutoRead(!silent && other.isWritable());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            var _ = other.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, @Nullable Throwable cause) {
            var _ = context.close();
        }
    }
}
