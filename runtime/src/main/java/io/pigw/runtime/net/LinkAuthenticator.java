package io.pigw.runtime.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.ProtocolVersion;
import io.pigw.runtime.identity.CertificateRefusedException;
import io.pigw.runtime.identity.CertificateVerifier;
import io.pigw.runtime.identity.RefusalReason;
import io.pigw.runtime.identity.Validity;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the end of the handshake, then judges who is there: certificate, version, role, and on what we dialled the ID.
 * Whether the session is new or resumed makes no difference. Tells its waiter once, then leaves the pipeline to what the
 * waiter put there.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's channels tell of failures by their close
final class LinkAuthenticator extends ChannelInboundHandlerAdapter {

    private final CertificateVerifier verifier;
    private final PeerPolicy policy;
    private final Predicate<NodeId> isOut;
    private final @Nullable NodeContact dialled;
    private final Waiter waiter;
    private boolean told;

    /** @param isOut who is to have no link now */
    LinkAuthenticator(
            CertificateVerifier verifier,
            PeerPolicy policy,
            Predicate<NodeId> isOut,
            @Nullable NodeContact dialled,
            Waiter waiter) {
        this.isOut = isOut;
        this.verifier = verifier;
        this.policy = policy;
        this.dialled = dialled;
        this.waiter = waiter;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completion && !told) {
            if (completion.isSuccess()) {
                judge(context);
            } else {
                refuse(context, Refusals.of(completion.cause()));
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!told) {
            refuse(context, new Refusal(RefusalReason.HANDSHAKE_LOST, "the connection ended within the handshake"));
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (!told) {
            refuse(context, Refusals.of(failure.getCause() == null ? failure : failure.getCause()));
        }
        context.close();
    }

    private void judge(ChannelHandlerContext context) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        try {
            List<X509Certificate> chain = shown(tls);
            NodeCertificate node = verifier.require(chain);
            checkVersion(tls.applicationProtocol());
            checkNode(node);
            told = true;
            waiter.authenticated(context, node, Validity.of(chain.getFirst()));
        } catch (CertificateRefusedException refused) {
            refuse(context, new Refusal(refused.reason(), String.valueOf(refused.getMessage())));
        }
    }

    private void checkNode(NodeCertificate node) throws CertificateRefusedException {
        if (!policy.admits(node.role(), dialled != null)) {
            throw new CertificateRefusedException(
                    RefusalReason.WRONG_ROLE, "node " + node.id() + " is a " + node.role());
        }
        if (dialled != null && !dialled.id().equals(node.id())) {
            throw new CertificateRefusedException(
                    RefusalReason.WRONG_ID, "dialled " + dialled + ", but node " + node.id() + " answered");
        }
        if (isOut.test(node.id())) {
            throw new CertificateRefusedException(
                    RefusalReason.COOLING_DOWN, "node " + node.id() + " misbehaved a while ago");
        }
    }

    private static void checkVersion(@Nullable String protocol) throws CertificateRefusedException {
        if (protocol == null || !ProtocolVersion.offers().contains(protocol)) {
            throw new CertificateRefusedException(RefusalReason.WRONG_PROTOCOL, "no common version");
        }
    }

    private static List<X509Certificate> shown(SslHandler tls) throws CertificateRefusedException {
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate certificate : tls.engine().getSession().getPeerCertificates()) {
                chain.add((X509Certificate) certificate);
            }
            return chain;
        } catch (SSLPeerUnverifiedException none) {
            throw new CertificateRefusedException(RefusalReason.NO_CERTIFICATE, "none was shown");
        }
    }

    private void refuse(ChannelHandlerContext context, Refusal refusal) {
        told = true;
        waiter.refused(context.channel(), refusal);
        context.close();
    }

    /** Is told what became of the handshake, once. */
    interface Waiter {
        /** The other end is who it should be, by a certificate that holds so long. Replaces this handler. */
        void authenticated(ChannelHandlerContext context, NodeCertificate node, Validity validity);

        /** It is not; the connection is about to close. */
        void refused(io.netty.channel.Channel channel, Refusal refusal);
    }
}
