package io.pigw.runtime.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.NetUtil;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.runtime.identity.RefusalReason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Dials. Those who want the same contact at once share one dial. On the loop alone. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's channels tell of failures by their close
final class Dialler {

    private final EventLoop loop;
    private final EndpointOptions options;
    private final Linker linker;
    private final Conduct conduct;
    private final LinkMetrics metrics;
    private final Bootstrap bootstrap;
    private final Map<NodeContact, Dial> underWay = new HashMap<>();
    private boolean closed;

    Dialler(
            EventLoop loop,
            Class<? extends SocketChannel> channel,
            EndpointOptions options,
            Linker linker,
            Conduct conduct,
            LinkMetrics metrics) {
        this.conduct = conduct;
        this.loop = loop;
        this.options = options;
        this.linker = linker;
        this.metrics = metrics;
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(channel)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        options.connectTimeout().toMillis())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark(options));
    }

    static WriteBufferWaterMark waterMark(EndpointOptions options) {
        return new WriteBufferWaterMark(options.maxOutboundBytes() / 2, options.maxOutboundBytes());
    }

    /** Tells the waiter, never within the call. */
    void dial(NodeContact to, Waiter waiter) {
        if (!loop.inEventLoop()) {
            throw new IllegalStateException("dialling is for the loop alone");
        }
        Dial dial = underWay.get(to);
        if (closed) {
            loop.execute(() -> waiter.failed("the endpoint is closed"));
        } else if (conduct.isOut(to.id())) {
            metrics.dialFailed();
            loop.execute(() -> waiter.failed(RefusalReason.COOLING_DOWN.label()));
        } else if (dial == null && underWay.size() >= options.maxDials()
                || dial != null && dial.waiters.size() >= options.maxWaiting()) {
            loop.execute(() -> waiter.failed(Link.OVERLOADED));
        } else if (dial == null) {
            Dial fresh = new Dial(to);
            fresh.waiters.add(waiter);
            underWay.put(to, fresh);
            LoopShare.current().whenThereIsRoom(loop, fresh::begin);
        } else {
            dial.waiters.add(waiter);
        }
    }

    void close() {
        closed = true;
        for (Dial dial : List.copyOf(underWay.values())) {
            dial.failed("the endpoint is closed");
            if (dial.channel != null) {
                dial.channel.close();
            }
        }
    }

    /** An address needs no look-up; a name is looked up on a thread that may block. */
    private void resolve(HostPort address, Consumer<InetSocketAddress> then, Consumer<String> failed) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(address.host());
        if (literal != null) {
            InetSocketAddress target = numeric(literal, address.port());
            loop.execute(() -> then.accept(target));
            return;
        }
        Thread.ofVirtual().name("pigw-resolve").start(() -> {
            try {
                InetAddress found = InetAddress.getByName(address.host());
                loop.execute(() -> then.accept(new InetSocketAddress(found, address.port())));
            } catch (UnknownHostException unknown) {
                loop.execute(() -> failed.accept("no such host"));
            }
        });
    }

    private static InetSocketAddress numeric(byte[] address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Waits for a dial. One of the two, once, on the loop. */
    interface Waiter {
        /** There is a link. */
        void linked(Link link);

        /** There is none. */
        void failed(String reason);
    }

    private final class Dial implements Linker.Result {

        private final NodeContact to;
        private final List<Waiter> waiters = new ArrayList<>(1);
        private LoopShare.@Nullable Lease lease;
        private @Nullable Channel channel;

        Dial(NodeContact to) {
            this.to = to;
        }

        void begin(LoopShare.Lease newLease) {
            lease = newLease;
            if (closed) {
                loop.execute(newLease::end);
                return;
            }
            resolve(to.address(), this::connect, this::failed);
        }

        void connect(InetSocketAddress target) {
            if (closed) {
                return;
            }
            ChannelFuture connecting = bootstrap
                    .clone()
                    .handler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel fresh) {
                            channel = fresh;
                            linker.dialled(fresh, to, Dial.this);
                        }
                    })
                    .connect(target);
            connecting.addListener(_ -> {
                Throwable failure = connecting.cause();
                if (failure != null) {
                    failed("cannot connect: " + failure.getClass().getSimpleName());
                }
            });
        }

        @Override
        public void linked(Link link) {
            over();
            if (closed) {
                link.close("the endpoint is closed");
                return;
            }
            underWay.remove(to, this);
            waiters.forEach(waiter -> waiter.linked(link));
            waiters.clear();
        }

        @Override
        public void failed(Refusal refusal) {
            failed(refusal.reason().label());
        }

        /** Only the first failure counts. */
        void failed(String reason) {
            over();
            if (underWay.remove(to, this)) {
                metrics.dialFailed();
                waiters.forEach(waiter -> waiter.failed(reason));
                waiters.clear();
            }
        }

        private void over() {
            if (lease != null) {
                lease.end();
            }
        }
    }
}
