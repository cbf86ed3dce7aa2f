package io.pigw.runtime.net;

import io.pigw.p2psip.HostPort;
import io.pigw.runtime.identity.NodeIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** A TLS client that is no endpoint of ours: may show no certificate, speak another protocol, send anything. */
final class RawClient implements AutoCloseable {

    private final SSLSocket socket;

    RawClient(HostPort to, @Nullable NodeIdentity identity, String... alpn)
            throws IOException, GeneralSecurityException {
        this("TLSv1.3", to, identity, alpn);
    }

    private RawClient(String version, HostPort to, @Nullable NodeIdentity identity, String[] alpn)
            throws IOException, GeneralSecurityException {
        socket = (SSLSocket) context(version, identity).getSocketFactory().createSocket(to.host(), to.port());
        socket.setEnabledProtocols(new String[] {version});
        socket.setSoTimeout((int) TestNodes.SOON.toMillis());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(alpn);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
    }

    /** One that offers no other version of TLS. */
    static RawClient ofVersion(String version, HostPort to, NodeIdentity identity, String... alpn)
            throws IOException, GeneralSecurityException {
        return new RawClient(version, to, identity, alpn);
    }

    /** The JDK's TLS, which believes any certificate. */
    static SSLContext context(String version, @Nullable NodeIdentity identity) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance(version);
        KeyManager[] keys =
                identity == null ? new KeyManager[0] : new NodeKeyManagerFactory(identity, false).getKeyManagers();
        context.init(keys, new TrustManager[] {new TrustAll()}, null);
        return context;
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** What comes until the other end closes. */
    List<Byte> readAll() throws IOException {
        List<Byte> bytes = new ArrayList<>();
        int read = socket.getInputStream().read();
        while (read >= 0) {
            bytes.add((byte) read);
            read = socket.getInputStream().read();
        }
        return bytes;
    }

    /** What comes until a text has come. */
    String readText(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int read = socket.getInputStream().read();
            if (read < 0) {
                throw new IOException("closed after " + text);
            }
            text.append((char) read);
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
