package io.pigw.runtime.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.Environment;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SecureAdminServerTest {

    /** One loop for both ports. */
    private final Environment environment = Environment.create(1);

    private final SlowKeys keys = new SlowKeys();
    private final AdminServer plain =
            AdminServer.start(new HostPort("127.0.0.1", 0), environment, Optional::empty, List.of());
    private final AdminServer secure = AdminServer.startSecure(
            new HostPort("127.0.0.1", 0),
            environment,
            List.of(),
            new AdminOptions(1_024, 8, 2, 60),
            new NoAccess(keys));

    @AfterEach
    void closeServers() {
        keys.gate.countDown();
        secure.close();
        plain.close();
        environment.close();
    }

    @Test
    void handshakesStallNoLoop() throws Exception {
        try (Socket stranger =
                        new Socket(secure.address().host(), secure.address().port());
                HttpClient client = HttpClient.newHttpClient()) {
            stranger.getOutputStream().write(clientHello());
            assertThat(keys.asked.await(10, TimeUnit.SECONDS)).isTrue();

            HttpResponse<String> live = client.send(
                    HttpRequest.newBuilder(URI.create("http://" + plain.address() + "/health/live"))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(live.statusCode()).isEqualTo(200);
        }
    }

    private static byte[] clientHello() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        out.flip();
        byte[] hello = new byte[out.remaining()];
        out.get(hello);
        return hello;
    }

    /** The handshake gets no further than to the server's key. */
    private record NoAccess(X509ExtendedKeyManager keys) implements AdminAccess {

        @Override
        public SslContext context() {
            try {
                return SslContextBuilder.forServer(keys)
                        .sslProvider(SslProvider.JDK)
                        .protocols("TLSv1.3")
                        .clientAuth(ClientAuth.REQUIRE)
                        .build();
            } catch (SSLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public AdminCaller require(X509Certificate certificate, String address) throws AdminException {
            throw new AdminException(403, "nobody");
        }
    }

    /** Keys that are as slow as a token's. */
    private static final class SlowKeys extends X509ExtendedKeyManager {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch gate = new CountDownLatch(1);

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            asked.countDown();
            try {
                assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return null;
        }

        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return null;
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return null;
        }
    }
}
