package io.pigw.bench.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where a proxy relays to: answers every request 200 at once. Opening and closing block; not on a loop. */
public final class SipSink implements AutoCloseable {

    private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);

    private final Channel channel;
    private final AtomicLong answered;

    private SipSink(Channel channel, AtomicLong answered) {
        this.channel = channel;
        this.answered = answered;
    }

    /** Opens one on loopback. */
    public static SipSink open(Loops loops, Transport transport) {
        return open(loops, transport, _ -> {});
    }

    /**
     * The same.
     *
     * @param arrivals is shown each request before it is answered, on a loop: it is gone when this returns
     */
    public static SipSink open(Loops loops, Transport transport, Consumer<ByteBuf> arrivals) {
        InetSocketAddress any = new InetSocketAddress(ANY_PORT.host(), ANY_PORT.port());
        AtomicLong answered = new AtomicLong();
        Channel channel = switch (transport) {
            case UDP ->
                Sockets.await(
                        Sockets.datagram(loops, () -> new Answerer(answered, arrivals))
                                .bind(any),
                        "bind");
            case TCP ->
                Sockets.await(
                        new ServerBootstrap()
                                .group(loops.group())
                                .channel(loops.serverChannel())
                                .childHandler(Sockets.framed(() -> new Answerer(answered, arrivals)))
                                .bind(any),
                        "bind");
        };
        return new SipSink(channel, answered);
    }

    /** Where it is. */
    public HostPort address() {
        return Sockets.local(channel);
    }

    /** Requests that were answered. */
    public long answered() {
        return answered.get();
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }

    private static final class Answerer extends ChannelInboundHandlerAdapter {

        private final AtomicLong answered;
        private final Consumer<ByteBuf> arrivals;

        Answerer(AtomicLong answered, Consumer<ByteBuf> arrivals) {
            this.answered = answered;
            this.arrivals = arrivals;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object read) {
            try {
                if (read instanceof DatagramPacket packet) {
                    ByteBuf answer = answer(context, packet.content());
                    if (answer != null) {
                        var _ = context.write(new DatagramPacket(answer, packet.sender()));
                    }
                } else {
                    ByteBuf answer = answer(context, (ByteBuf) read);
                    if (answer != null) {
                        var _ = context.write(answer);
                    }
                }
            } finally {
                ReferenceCountUtil.release(read);
            }
        }

        private @Nullable ByteBuf answer(ChannelHandlerContext context, ByteBuf request) {
            ByteBuf answer = AnswerWriter.ok(context.alloc(), request);
            if (answer != null) {
                arrivals.accept(request);
                answered.incrementAndGet();
            }
            return answer;
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!(context.channel() instanceof io.netty.channel.socket.DatagramChannel)) {
                var _ = context.close();
            }
        }
    }
}
