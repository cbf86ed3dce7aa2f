package io.pigw.runtime.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.ProtocolVersion;
import io.pigw.runtime.identity.CertificateVerifier;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.SignatureProviders;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;

/**
 * A node's TLS 1.3: one context to dial with and one to accept with, never shared with another node. A context's session
 * cache is keyed by host and port, and its tickets by nothing: shared, they would bring up links with another node's
 * certificate.
 */
final class TlsContexts implements AutoCloseable {

    private static final long SESSION_SECONDS = 3_600;
    private static final long CLOSE_NOTIFY_MILLIS = 1_000;
    private static final String TLS_1_3 = "TLSv1.3";

    private final SslContext dialling;
    private final SslContext accepting;
    private final Duration handshakeTimeout;

    private TlsContexts(SslContext dialling, SslContext accepting, Duration handshakeTimeout) {
        this.dialling = dialling;
        this.accepting = accepting;
        this.handshakeTimeout = handshakeTimeout;
    }

    static TlsContexts of(
            NodeIdentity identity, CertificateVerifier verifier, EndpointOptions options, LinkMetrics metrics) {
        boolean boring = options.tls() == TlsProvider.BEST && OpenSsl.isAvailable();
        SslProvider provider = boring ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
        NodeTrustManager trust = new NodeTrustManager(verifier, metrics);
        try {
            SslContext dialling = signing(
                            common(SslContextBuilder.forClient().keyManager(keys(identity, boring)), provider, trust),
                            identity,
                            boring)
                    .endpointIdentificationAlgorithm(null)
                    .build();
            SslContext accepting = signing(
                            common(SslContextBuilder.forServer(keys(identity, boring)), provider, trust),
                            identity,
                            boring)
                    .clientAuth(ClientAuth.REQUIRE)
                    .build();
            return new TlsContexts(dialling, accepting, options.handshakeTimeout());
        } catch (SSLException unusable) {
            throw new IllegalStateException("no TLS context for " + identity, unusable);
        }
    }

    SslHandler dialling(ByteBufAllocator allocator, HostPort to) {
        return timed(dialling.newHandler(allocator, to.host(), to.port()));
    }

    SslHandler accepting(ByteBufAllocator allocator) {
        return timed(accepting.newHandler(allocator));
    }

    /** Whether it was closed and no connection uses it any more. */
    boolean isReleased() {
        return ReferenceCountUtil.refCnt(dialling) <= 0 && ReferenceCountUtil.refCnt(accepting) <= 0;
    }

    /** Connections that were made with it go on; once they are gone its memory is freed. */
    @Override
    public void close() {
        ReferenceCountUtil.release(dialling);
        ReferenceCountUtil.release(accepting);
    }

    private SslHandler timed(SslHandler handler) {
        handler.setHandshakeTimeoutMillis(handshakeTimeout.toMillis());
        handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MILLIS);
        return handler;
    }

    private static SslContextBuilder common(SslContextBuilder builder, SslProvider provider, NodeTrustManager trust) {
        return builder.sslProvider(provider)
                .trustManager(trust)
                .protocols(TLS_1_3)
                .sessionTimeout(SESSION_SECONDS)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ProtocolVersion.offers()));
    }

    /** A key that stays in its token is asked for each handshake's signature. The JDK finds the token's provider by itself. */
    private static SslContextBuilder signing(SslContextBuilder builder, NodeIdentity identity, boolean boring) {
        return boring && SignatureProviders.isInToken(identity.key())
                ? builder.option(OpenSslContextOption.PRIVATE_KEY_METHOD, new TokenSignatures(identity.key()))
                : builder;
    }

    /** Netty's own way for BoringSSL goes through PKCS#12: 13 ms and 150 KB a context. */
    private static KeyManagerFactory keys(NodeIdentity identity, boolean boring) {
        KeyManagerFactory keys = new NodeKeyManagerFactory(identity, boring);
        return boring ? new OpenSslCachingX509KeyManagerFactory(keys) : keys;
    }
}
