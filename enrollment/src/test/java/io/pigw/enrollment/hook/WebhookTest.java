package io.pigw.enrollment.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.pigw.enrollment.policy.HookSettings.Endpoint;
import io.pigw.overlay.port.Role;
import io.pigw.runtime.est.ClientTls;
import io.pigw.runtime.testing.TestPki;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookTest {

    @Test
    void sendsItsSecretOverTlsAlone(@TempDir Path directory) throws Exception {
        TestPki pki = TestPki.create();
        Path secret = Files.writeString(directory.resolve("secret"), "letmein\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        List<Headers> heard = new CopyOnWriteArrayList<>();
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(pki.serverTls()));
        server.createContext("/", exchange -> {
            heard.add(exchange.getRequestHeaders());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(ClientTls.of(pki.issue(Role.OPERATOR, 7), Clock.systemUTC()))
                .build()) {
            Webhook hook = new Webhook(
                    "charging",
                    new Endpoint(
                            "https://127.0.0.1:" + server.getAddress().getPort() + "/", Duration.ofSeconds(10), secret),
                    new Webhook.Means(http, Clock.systemUTC(), new SecureRandom()));

            Webhook.Answer answer = hook.ask(Map.of(), "");

            assertThat(answer.isSuccess()).isTrue();
            assertThat(heard.getFirst().getFirst("Authorization")).isEqualTo("Bearer letmein");
            assertThat(heard.getFirst()).doesNotContainKeys(Seal.NONCE, Seal.MAC);
        } finally {
            server.stop(0);
        }
    }
}
