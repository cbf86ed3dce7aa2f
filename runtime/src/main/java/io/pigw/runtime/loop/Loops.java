package io.pigw.runtime.loop;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** The event loops of a process and the kinds of channel that fit them: epoll where there is one, else NIO. */
public final class Loops implements AutoCloseable {

    private static final long SHUTDOWN_SECONDS = 10;

    private final EventLoopGroup group;
    private final boolean epoll;

    private Loops(EventLoopGroup group, boolean epoll) {
        this.group = group;
        this.epoll = epoll;
    }

    /**
     * Starts the loops.
     *
     * @param threads 1 to 1024
     */
    public static Loops open(int threads) {
        return open(threads, "pigw-loop");
    }

    /** The same with another name of their threads. */
    public static Loops open(int threads, String name) {
        if (threads < 1 || threads > 1024) {
            throw new IllegalArgumentException("loop threads must be 1 to 1024, not " + threads);
        }
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new Loops(
                new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), handlers), epoll);
    }

    /** The next loop, in turns. */
    public EventLoop next() {
        return group.next();
    }

    /** All of them. */
    public EventLoopGroup group() {
        return group;
    }

    /** Listening TCP sockets. */
    public Class<? extends ServerSocketChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** TCP connections. */
    public Class<? extends SocketChannel> socketChannel() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /** UDP sockets. */
    public Class<? extends DatagramChannel> datagramChannel() {
        return epoll ? EpollDatagramChannel.class : NioDatagramChannel.class;
    }

    /** Stops the loops and waits for them, at most 10 s. Not on a loop. */
    @Override
    public void close() {
        group.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    }
}
