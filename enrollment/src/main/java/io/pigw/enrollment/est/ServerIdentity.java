package io.pigw.enrollment.est;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.Prepared;
import io.pigw.enrollment.ca.Subject;
import io.pigw.enrollment.issue.Issuer;
import io.pigw.enrollment.store.OwnCertificates;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The server's own key and certificate, issued by its own authority. The key lives in memory alone; a new pair is made
 * at start and once half of the certificate's life is over.
 */
public final class ServerIdentity {

    /** Forward secrecy and AEAD alone (RFC 9325 §4.2). */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");

    /** How often to call {@link #renewIfDue}: it may have little left where the authority that issues it ends. */
    public static final Duration CHECK_EVERY = Duration.ofMinutes(1);

    private static final long STORE_TIMEOUT_MILLIS = 10_000;

    private final CertificateAuthority authority;
    private final OwnCertificates store;
    private final List<String> names;
    private final InstantSource clock;
    private final SecureRandom random;
    private volatile @Nullable Current current;

    private record Current(X509ExtendedKeyManager keys, SslContext context, Instant renewAt) {}

    /**
     * An identity without a certificate yet; call {@link #renewIfDue} first.
     *
     * @param names DNS names and IP addresses by which clients reach the server
     */
    public ServerIdentity(
            CertificateAuthority authority,
            OwnCertificates store,
            List<String> names,
            InstantSource clock,
            SecureRandom random) {
        this.authority = authority;
        this.store = store;
        this.names = List.copyOf(names);
        this.clock = clock;
        this.random = random;
    }

    /** Makes a new certificate if there is none or it is past half of its life. Blocks. */
    public synchronized void renewIfDue() throws GeneralSecurityException, SSLException, InterruptedException {
        Instant now = clock.instant();
        Current old = current;
        if (old != null && now.isBefore(old.renewAt())) {
            return;
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        Prepared prepared = authority.prepareOwn(pair.getPublic(), new Subject.Server(names));
        X509Certificate leaf = authority.issue(prepared);
        try {
            store.recordOwn(Issuer.record(prepared, leaf), now).get(STORE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new GeneralSecurityException("the server's certificate cannot be put on record", e);
        }
        // The root goes along, for clients that know only its fingerprint.
        X509ExtendedKeyManager keys =
                new ServerKeyManager(pair.getPrivate(), List.of(leaf, authority.issuing(), authority.root()));
        SslContext context = SslContextBuilder.forServer(keys)
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .ciphers(CIPHERS)
                .trustManager(new AnyClient(List.of(authority.issuing(), authority.root())))
                .clientAuth(ClientAuth.OPTIONAL)
                .build();
        Duration half = Duration.between(now, prepared.notAfter()).dividedBy(2);
        current = new Current(keys, context, now.plus(half));
    }

    /** What a new connection is to use. */
    SslContext context() {
        return current().context();
    }

    /** Key and certificate as of now, for other ports of the server; another object once they have changed. */
    public X509ExtendedKeyManager keys() {
        return current().keys();
    }

    private Current current() {
        Current now = current;
        if (now == null) {
            throw new IllegalStateException("the server has no certificate yet");
        }
        return now;
    }
}
