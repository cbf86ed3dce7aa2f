package io.pigw.runtime.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.runtime.identity.CertificateVerifier;
import io.pigw.runtime.identity.RefusalReason;
import io.pigw.runtime.identity.Validity;
import io.pigw.runtime.trace.WireTap;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes connections into links: TLS, authentication, messages. On the loop alone. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's channels tell of failures by their close
final class Linker {

    private static final Logger LOG = LoggerFactory.getLogger(Linker.class);
    private static final int FLUSH_AFTER = 64;

    private final EndpointOptions options;
    private final CertificateVerifier verifier;
    private final PeerPolicy policy;
    private final LinkPool pool;
    private final Conduct conduct;
    private final LinkMetrics metrics;
    private final MessageHandler.Receiver receiver;
    private final OwnIdentity self;
    private final WireTap tap;

    Linker(
            EndpointOptions options,
            CertificateVerifier verifier,
            PeerPolicy policy,
            LinkPool pool,
            Conduct conduct,
            LinkMetrics metrics,
            MessageHandler.Receiver receiver,
            OwnIdentity self,
            WireTap tap) {
        this.options = options;
        this.verifier = verifier;
        this.policy = policy;
        this.pool = pool;
        this.conduct = conduct;
        this.metrics = metrics;
        this.receiver = receiver;
        this.self = self;
        this.tap = tap;
    }

    /** Sets up a connection that we dial. */
    void dialled(Channel channel, NodeContact to, Result result) {
        setUp(channel, self.tls().dialling(channel.alloc(), to.address()), to, result);
    }

    /** Sets up a connection that came in. */
    void accepted(Channel channel, Result result) {
        setUp(channel, self.tls().accepting(channel.alloc()), null, result);
    }

    private void setUp(Channel channel, SslHandler handler, @Nullable NodeContact dialled, Result result) {
        NodeCertificate shown = self.certificate();
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(handler);
        pipeline.addLast(new FlushConsolidationHandler(FLUSH_AFTER, true));
        pipeline.addLast(new LinkAuthenticator(
                verifier, policy, conduct::isOut, dialled, new LinkAuthenticator.Waiter() {
                    @Override
                    public void authenticated(ChannelHandlerContext context, NodeCertificate node, Validity validity) {
                        Channel authenticated = context.channel();
                        HostPort address = addressOf(authenticated.remoteAddress());
                        Link link = new Link(node, validity, shown, address, dialled, authenticated, options, metrics);
                        open(context, link, result);
                    }

                    @Override
                    public void refused(Channel refusedChannel, Refusal refusal) {
                        report(refusedChannel, dialled, refusal);
                        result.failed(refusal);
                    }
                }));
    }

    private void open(ChannelHandlerContext context, Link link, Result result) {
        if (!tap.equals(WireTap.NONE)) {
            context.pipeline().addBefore(context.name(), "tap", new TapHandler(tap, link.own(), link.node()));
        }
        context.pipeline()
                .replace(
                        context.handler(),
                        "messages",
                        new MessageHandler(link, options, receiver, metrics, conduct, pool.paceOf(link.node())));
        pool.add(link);
        link.channel().closeFuture().addListener(_ -> pool.remove(link));
        result.linked(link);
    }

    private void report(Channel channel, @Nullable NodeContact dialled, Refusal refusal) {
        metrics.refused(refusal.reason());
        if (refusal.reason() == RefusalReason.HANDSHAKE_LOST && dialled == null) {
            return; // whoever looks whether the port is open
        }
        int heldBack = LoopShare.current().mayLog(channel.eventLoop());
        if (heldBack < 0) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("reason", refusal.reason().label())
                .addKeyValue("side", dialled == null ? "accepted" : "dialled")
                .addKeyValue("remote", dialled == null ? addressOf(channel.remoteAddress()) : dialled)
                .addKeyValue("detail", refusal.detail())
                .addKeyValue("notLogged", heldBack)
                .log("A link was refused");
    }

    static HostPort addressOf(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? new HostPort(
                        inet.getAddress() == null
                                ? inet.getHostString()
                                : inet.getAddress().getHostAddress(),
                        inet.getPort())
                : new HostPort("unknown", 0);
    }

    /** What became of a connection; one of the two, once. */
    interface Result {
        /** It is a link. */
        void linked(Link link);

        /** It is not. */
        void failed(Refusal refusal);
    }
}
