package io.pigw.gateway.sip;

import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.Promise;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The stream socket, the connections that it accepted and those that were dialled. A TLS handler would stand first in
 * {@link #furnish}.
 */
final class TcpProcessor extends SipProcessor {

    private final Loops loops;
    private final SipTransportConfig config;
    private final SipMetrics metrics;
    private final StackHandoff handoff;
    private final Ingress ingress;
    private final Connections connections;

    TcpProcessor(
            InetAddress address,
            int port,
            SIPTransactionStack stack,
            Channel socket,
            Loops loops,
            SipTransportConfig config,
            SipMetrics metrics) {
        super(
                address,
                port,
                "tcp",
                stack,
                socket,
                config.limits().headBytes() + config.limits().bodyBytes());
        this.loops = loops;
        this.config = config;
        this.metrics = metrics;
        this.handoff = new StackHandoff(stack, metrics);
        this.ingress = new Ingress(handoff, metrics);
        this.connections = new Connections(config.limits().connections());
    }

    /** What a fresh connection on the listening socket is given. */
    ChannelHandler acceptor() {
        return new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel accepted) {
                accept(accepted);
            }
        };
    }

    private void accept(SocketChannel accepted) {
        TcpSipChannel channel = new TcpSipChannel(
                this,
                accepted.eventLoop().newSucceededFuture(accepted),
                accepted.remoteAddress(),
                handoff,
                config.limits().pendingBytes());
        if (!connections.add(channel)) {
            metrics.count(SipMetrics.CONNECTIONS, "full");
            var _ = accepted.close();
            return;
        }
        metrics.count(SipMetrics.CONNECTIONS, "accepted");
        furnish(accepted, channel);
    }

    private void furnish(SocketChannel socket, TcpSipChannel channel) {
        socket.closeFuture().addListener(_ -> connections.remove(channel));
        long idleMillis = config.idleTimeout().toMillis();
        socket.pipeline()
                .addLast(new IdleStateHandler(0, 0, idleMillis, TimeUnit.MILLISECONDS))
                .addLast(new StreamFramer(config.limits()))
                .addLast(new TcpHandler(channel, ingress, metrics));
    }

    @Override
    MessageChannel channelTo(InetSocketAddress peer) throws IOException {
        return connections.to(peer, this::dial).orElseThrow(() -> {
            metrics.count(SipMetrics.CONNECTIONS, "full");
            return new IOException("too many connections");
        });
    }

    private TcpSipChannel dial(InetSocketAddress peer) {
        Promise<Channel> opened = loops.next().newPromise();
        TcpSipChannel channel =
                new TcpSipChannel(this, opened, peer, handoff, config.limits().pendingBytes());
        metrics.count(SipMetrics.CONNECTIONS, "dialled");
        new Bootstrap()
                .group(loops.group())
                .channel(loops.socketChannel())
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(config.connectTimeout().toMillis()))
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        furnish(socket, channel);
                    }
                })
                .connect(peer)
                .addListener((ChannelFuture done) -> {
                    if (done.isSuccess()) {
                        opened.setSuccess(done.channel());
                    } else {
                        connections.remove(channel);
                        opened.setFailure(done.cause());
                    }
                });
        return channel;
    }

    @Override
    public void stop() {
        super.stop();
        connections.closeAll();
    }
}
