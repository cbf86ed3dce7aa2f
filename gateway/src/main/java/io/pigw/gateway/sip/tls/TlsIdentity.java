package io.pigw.gateway.sip.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * The key pair, certificate and trust that new connections use, from files that may change at any time. Connections that are open
 * keep what they began with. Thread-safe.
 */
public final class TlsIdentity implements AutoCloseable {

    private static final long CLOSE_NOTIFY_MILLIS = 1_000;

    private final TlsConfig config;
    private final InstantSource clock;
    private TlsContexts contexts;
    private String seen;
    private Instant notAfter;
    private boolean closed;

    private TlsIdentity(TlsConfig config, InstantSource clock, Loaded first) {
        this.config = config;
        this.clock = clock;
        this.contexts = first.contexts();
        this.seen = first.fingerprint();
        this.notAfter = first.notAfter();
    }

    /** What looking at the files came to. */
    public sealed interface Refresh {
        /** They are as they were. */
        record Unchanged() implements Refresh {}

        /** New connections use what is in them now. */
        record Reloaded() implements Refresh {}

        /**
         * They have changed and are of no use; what was before stays. Said once for each such change.
         *
         * @param why for logs; holds no content
         */
        record Refused(String why) implements Refresh {}
    }

    private record Loaded(TlsContexts contexts, String fingerprint, Instant notAfter) {}

    /**
     * Reads the files. Blocks.
     *
     * @throws IOException if one cannot be read, the key is another's, or the certificate is not valid now; the message names the file
     */
    public static TlsIdentity open(TlsConfig config, InstantSource clock) throws IOException {
        try {
            return new TlsIdentity(config, clock, load(TlsFiles.read(config), config, clock));
        } catch (IOException unusable) {
            throw new IOException("sip.tls: " + unusable.getMessage(), unusable);
        }
    }

    private static Loaded load(TlsFiles files, TlsConfig config, InstantSource clock) throws IOException {
        TlsMaterial material = files.parse();
        String fault = material.fault(clock.instant()).orElse("");
        if (!fault.isEmpty()) {
            throw new IOException(config.certificate() + ", " + config.key() + ": " + fault);
        }
        try {
            return new Loaded(TlsContexts.of(material, config, clock), files.fingerprint(), material.notAfter());
        } catch (SSLException | IllegalArgumentException unusable) {
            throw new IOException(config.certificate() + ": TLS cannot use it", unusable);
        }
    }

    /** Looks at the files again. Blocks: not for event loops. */
    public Refresh refresh() {
        String fingerprint = "unreadable";
        try {
            TlsFiles files = TlsFiles.read(config);
            fingerprint = files.fingerprint();
            if (wasSeen(fingerprint)) {
                return new Refresh.Unchanged();
            }
            use(load(files, config, clock));
            return new Refresh.Reloaded();
        } catch (IOException unusable) {
            return refused(fingerprint, String.valueOf(unusable.getMessage()));
        }
    }

    private synchronized boolean wasSeen(String fingerprint) {
        return seen.equals(fingerprint);
    }

    private synchronized Refresh refused(String fingerprint, String why) {
        if (seen.equals(fingerprint)) {
            return new Refresh.Unchanged();
        }
        seen = fingerprint;
        return new Refresh.Refused(why);
    }

    private synchronized void use(Loaded loaded) {
        if (closed) {
            loaded.contexts().release();
            return;
        }
        contexts.release();
        contexts = loaded.contexts();
        seen = loaded.fingerprint();
        notAfter = loaded.notAfter();
    }

    /** For a connection to a server that must prove the name. */
    public synchronized SslHandler dialling(ByteBufAllocator allocator, String serverName, int port) {
        return timed(contexts.dialling().newHandler(allocator, serverName, port));
    }

    /** For a connection that came in. */
    public synchronized SslHandler accepting(ByteBufAllocator allocator) {
        return timed(contexts.accepting().newHandler(allocator));
    }

    /** How long the certificate in use is still valid; negative after its end. */
    public synchronized Duration timeLeft() {
        return Duration.between(clock.instant(), notAfter);
    }

    /** The names that the other end of a finished handshake has proved; empty without a certificate. */
    public static List<String> provenNames(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? CertificateNames.of(certificate).domains()
                    : List.of();
        } catch (SSLPeerUnverifiedException anonymous) {
            return List.of();
        }
    }

    private SslHandler timed(SslHandler handler) {
        handler.setHandshakeTimeoutMillis(config.handshakeTimeout().toMillis());
        handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MILLIS);
        return handler;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            contexts.release();
        }
    }
}
