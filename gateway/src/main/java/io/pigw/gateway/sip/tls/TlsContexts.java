package io.pigw.gateway.sip.tls;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * One context to dial with and one to accept with, both showing the same certificate. TLS 1.3 and 1.2 (a core may have 1.2 alone),
 * with forward secrecy and AEAD only (RFC 9325 §4.2, TS 33.210 §6.2).
 */
record TlsContexts(SslContext dialling, SslContext accepting) {

    private static final long SESSION_SECONDS = 3_600;
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** Makes them. Some tens of milliseconds. */
    static TlsContexts of(TlsMaterial material, TlsConfig config, InstantSource clock) throws SSLException {
        SslProvider provider = config.provider() == TlsConfig.Provider.BEST && OpenSsl.isAvailable()
                ? SslProvider.OPENSSL_REFCNT
                : SslProvider.JDK;
        PeerTrustManager trust = new PeerTrustManager(new PeerTrust(material.trust(), clock));
        SslContext dialling = common(
                        SslContextBuilder.forClient().keyManager(material.key(), material.chain()), provider, trust)
                .endpointIdentificationAlgorithm(null)
                .build();
        SslContext accepting = common(SslContextBuilder.forServer(material.key(), material.chain()), provider, trust)
                .clientAuth(
                        switch (config.clientAuth()) {
                            case REQUIRE -> ClientAuth.REQUIRE;
                            case WANT -> ClientAuth.OPTIONAL;
                            case NONE -> ClientAuth.NONE;
                        })
                .build();
        return new TlsContexts(dialling, accepting);
    }

    /** Connections under way keep what they need. */
    void release() {
        ReferenceCountUtil.release(dialling);
        ReferenceCountUtil.release(accepting);
    }

    private static SslContextBuilder common(SslContextBuilder builder, SslProvider provider, PeerTrustManager trust) {
        return builder.sslProvider(provider)
                .trustManager(trust)
                .protocols("TLSv1.3", "TLSv1.2")
                .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .sessionTimeout(SESSION_SECONDS);
    }
}
