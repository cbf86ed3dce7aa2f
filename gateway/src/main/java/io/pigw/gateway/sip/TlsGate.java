package io.pigw.gateway.sip;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Promise;
import io.pigw.gateway.sip.tls.TlsIdentity;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts TLS before everything else on a connection. Handshakes of accepted connections are limited in number and in time. */
final class TlsGate {

    private final TlsIdentity identity;
    private final int maxHandshakes;
    private final SipMetrics metrics;
    private final AtomicInteger handshakes = new AtomicInteger();

    TlsGate(TlsIdentity identity, int maxHandshakes, SipMetrics metrics) {
        this.identity = identity;
        this.maxHandshakes = maxHandshakes;
        this.metrics = metrics;
    }

    /** Begins the handshake of an accepted connection; false if there are too many already. */
    boolean accept(Channel accepted, StreamChannel channel) {
        if (handshakes.incrementAndGet() > maxHandshakes) {
            handshakes.decrementAndGet();
            return false;
        }
        SslHandler tls = identity.accepting(accepted.alloc());
        accepted.pipeline().addLast(tls).addLast(new Names(tls, channel));
        tls.handshakeFuture().addListener(done -> {
            handshakes.decrementAndGet();
            if (!done.isSuccess()) {
                metrics.count(SipMetrics.CONNECTIONS, "handshake_failed");
            }
        });
        return true;
    }

    /** Shakes hands on a connection that we dialled; the promise is kept once the server's name is proved. */
    void dial(Channel socket, StreamChannel channel, Dialled.Target target, Promise<Channel> opened) {
        SslHandler tls = identity.dialling(
                socket.alloc(), target.serverName(), target.peer().getPort());
        socket.pipeline().addLast(tls).addLast(new Names(tls, channel));
        tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                opened.trySuccess(socket);
            } else if (opened.tryFailure(done.cause())) {
                metrics.count(SipMetrics.CONNECTIONS, "handshake_failed");
                var _ = socket.close();
            }
        });
    }

    /** Notes what the other end proved, before any of its messages is read. */
    private static final class Names extends ChannelInboundHandlerAdapter {
        private final SslHandler tls;
        private final StreamChannel channel;

        Names(SslHandler tls, StreamChannel channel) {
            this.tls = tls;
            this.channel = channel;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
                channel.peerNames(TlsIdentity.provenNames(tls.engine().getSession()));
            }
            context.fireUserEventTriggered(event);
        }
    }
}
