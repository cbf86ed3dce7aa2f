package io.pigw.runtime.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.identity.RefusalReason;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Listens, and admits no more connections than the limits say. On the loop alone. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's channels tell of failures by their close
final class Acceptor {

    private static final int BACKLOG = 1_024;
    private static final int MAX_LISTENERS = 8;

    /** One address has at most so great a part of the handshakes: many nodes may be behind it, and it must not have all. */
    private static final int ADDRESS_SHARE = 2;

    private final EventLoop loop;
    private final Class<? extends ServerSocketChannel> channel;
    private final EndpointOptions options;
    private final Linker linker;
    private final LinkPool pool;
    private final LinkMetrics metrics;
    private final ChannelGroup listening;
    private final ChannelGroup connections;
    private int handshakes;
    private final Strangers strangers;
    private boolean closed;

    Acceptor(
            EventLoop loop,
            Class<? extends ServerSocketChannel> channel,
            EndpointOptions options,
            Linker linker,
            LinkPool pool,
            LinkMetrics metrics,
            Ticker ticker) {
        this.loop = loop;
        this.channel = channel;
        this.options = options;
        this.linker = linker;
        this.pool = pool;
        this.metrics = metrics;
        this.strangers = new Strangers(ticker);
        this.listening = new DefaultChannelGroup(loop);
        this.connections = new DefaultChannelGroup(loop);
    }

    void listen(HostPort at, CompletableFuture<HostPort> bound) {
        if (closed || listening.size() >= MAX_LISTENERS) {
            bound.completeExceptionally(new IllegalStateException("the endpoint listens no more"));
            return;
        }
        ChannelFuture binding = new ServerBootstrap()
                .group(loop, loop)
                .channel(channel)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Dialler.waterMark(options))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        admit(accepted);
                    }
                })
                .bind(new InetSocketAddress(at.host(), at.port()));
        binding.addListener(_ -> {
            Throwable failure = binding.cause();
            if (failure != null) {
                bound.completeExceptionally(
                        new IllegalStateException("cannot listen at " + at + ": " + failure.getMessage(), failure));
            } else if (closed) {
                binding.channel().close();
                bound.completeExceptionally(new IllegalStateException("the endpoint is closed"));
            } else {
                listening.add(binding.channel());
                bound.complete(Linker.addressOf(binding.channel().localAddress()));
            }
        });
    }

    /** Done when nothing of it is open any more. */
    List<Future<Void>> close() {
        closed = true;
        return List.of(listening.close(), connections.close());
    }

    private void admit(Channel accepted) {
        String address = Strangers.addressOf(accepted.remoteAddress());
        if (closed
                || handshakes >= options.maxPendingHandshakes()
                || pool.accepted() + handshakes >= options.maxAcceptedLinks()
                || strangers.underWay(address) >= options.maxPendingHandshakes() / ADDRESS_SHARE) {
            metrics.refused(RefusalReason.TOO_MANY_LINKS);
            accepted.close();
            return;
        }
        boolean mustWait = strangers.isSlowed(address);
        if (mustWait && !strangers.mayWait(address)) {
            metrics.refused(RefusalReason.TOO_MANY_LINKS);
            accepted.close();
            return;
        }
        handshakes++;
        strangers.begins(address);
        connections.add(accepted);
        if (mustWait) {
            delay(accepted, address);
        } else {
            begin(accepted, address);
        }
    }

    /** Who gives up waiting makes room at once. */
    private void delay(Channel accepted, String address) {
        metrics.slowed();
        strangers.waits(address);
        accepted.config().setAutoRead(false);
        boolean[] over = {false};
        Runnable end = () -> {
            if (over[0]) {
                return;
            }
            over[0] = true;
            strangers.endWaiting(address);
            if (accepted.isActive()) {
                begin(accepted, address);
                accepted.config().setAutoRead(true);
            } else {
                ended(address);
            }
        };
        loop.schedule(end, Strangers.WAIT.toMillis(), TimeUnit.MILLISECONDS);
        accepted.closeFuture().addListener(_ -> end.run());
    }

    private void ended(String address) {
        handshakes--;
        strangers.ends(address);
    }

    private void begin(Channel accepted, String address) {
        linker.accepted(accepted, new Linker.Result() {
            @Override
            public void linked(Link link) {
                ended(address);
                if (closed) {
                    link.close("the endpoint is closed");
                }
            }

            @Override
            public void failed(Refusal refusal) {
                ended(address);
                strangers.failed(address);
            }
        });
    }
}
