package io.pigw.gateway.sip;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Promise;
import io.pigw.gateway.sip.tls.TlsIdentity;
import java.net.InetAddress;
import java.util.Optional;

/** Puts TLS before everything else on a connection. Handshakes of accepted connections are limited in time, and in number: trusted addresses and strangers have places of their own. */
final class TlsGate {

    /** A stranger's share of his connections that may shake hands at once. */
    private static final int STRANGERS_SHARE = 8;

    private final TlsIdentity identity;
    private final SipMetrics metrics;
    private final Admission handshakes;

    /**
     * @param maxHandshakes at once, of trusted addresses and of all others each
     */
    TlsGate(TlsIdentity identity, int maxHandshakes, ConnectionRules rules, SipMetrics metrics) {
        this.identity = identity;
        this.metrics = metrics;
        this.handshakes = new Admission(
                maxHandshakes,
                rules.withPlaces(Math.max(1, rules.perAddress() / STRANGERS_SHARE), maxHandshakes, rules.dialled()));
    }

    /** Begins the handshake of an accepted connection; or says why there is no place for it, as {@link Admission#enter}. */
    Optional<String> accept(Channel accepted, StreamChannel channel) {
        InetAddress from = channel.peer().getAddress();
        Optional<String> refused = handshakes.enter(from);
        if (refused.isPresent()) {
            return refused;
        }
        SslHandler tls = identity.accepting(accepted.alloc());
        accepted.pipeline().addLast(tls).addLast(new Names(tls, channel));
        tls.handshakeFuture().addListener(done -> {
            handshakes.leave(from);
            if (!done.isSuccess()) {
                metrics.count(SipMetrics.CONNECTIONS, "handshake_failed");
            }
        });
        return Optional.empty();
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
