package io.pigw.gateway.sip;

import io.pigw.gateway.sip.tls.SipPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The other side of TLS, by the JDK's own sockets: a core's client or its server. */
public final class TlsPeer {

    private final SSLContext context;

    private TlsPeer(SSLContext context) {
        this.context = context;
    }

    /** One that shows a certificate. */
    public static TlsPeer showing(SipPki trusted, SipPki.Certificate certificate) {
        return create(trusted, Optional.of(certificate));
    }

    /** One that shows none. */
    public static TlsPeer anonymous(SipPki trusted) {
        return create(trusted, Optional.empty());
    }

    private static TlsPeer create(SipPki trusted, Optional<SipPki.Certificate> shown) {
        try {
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            trust.setCertificateEntry("root", trusted.root());
            TrustManagerFactory trusting = TrustManagerFactory.getInstance("PKIX");
            trusting.init(trust);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            char[] none = new char[0];
            if (shown.isPresent()) {
                SipPki.Certificate certificate = shown.get();
                keys.setKeyEntry(
                        "own", certificate.key().getPrivate(), none, new X509Certificate[] {certificate.sign()});
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
            managers.init(keys, none);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), trusting.getTrustManagers(), null);
            return new TlsPeer(context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects and shakes hands, with these versions or with what the JDK takes. */
    public SSLSocket connect(int port, String... versions) throws IOException {
        return connect(new Socket(InetAddress.getLoopbackAddress(), port), versions);
    }

    /** Shakes hands on a connection. */
    public SSLSocket connect(Socket plain, String... versions) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "gw.example.net", plain.getPort(), true);
        if (versions.length > 0) {
            socket.setEnabledProtocols(versions);
        }
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    /** Connects for SIP. */
    public RawTcp sip(int port) {
        try {
            return new RawTcp(connect(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens and wants a certificate of whoever connects. */
    public SSLServerSocket listen() {
        return listen(InetAddress.getLoopbackAddress());
    }

    /** As {@link #listen()}, elsewhere. */
    public SSLServerSocket listen(InetAddress address) {
        try {
            SSLServerSocket socket =
                    (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 8, address);
            socket.setNeedClientAuth(true);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
