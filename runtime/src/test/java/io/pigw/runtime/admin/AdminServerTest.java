package io.pigw.runtime.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.HostPort;
import io.pigw.runtime.Environment;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {

    private final Environment environment = Environment.create(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Optional<String> unready = Optional.empty();
    private final AdminServer server = AdminServer.start(
            new HostPort("127.0.0.1", 0),
            environment,
            () -> unready,
            List.of(
                    new AdminRoute("POST", "/peers/{id}/messages", request -> {
                        Message message = request.json(Message.class);
                        return AdminResponse.json(
                                201,
                                Map.of(
                                        "peer", request.variable("id"),
                                        "text", message.text(),
                                        "after", request.number("after", 0, 0, 100),
                                        "at", Instant.EPOCH));
                    }),
                    new AdminRoute("GET", "/wait", _ -> {
                        gate.await();
                        return AdminResponse.text(200, "waited");
                    }),
                    new AdminRoute("GET", "/bug", _ -> {
                        throw new IllegalStateException("a secret");
                    })),
            new AdminOptions(1_024, 8, 2, 60));

    record Message(String text) {}

    @AfterEach
    void closeServer() {
        gate.countDown();
        server.close();
        environment.close();
    }

    @Test
    void metricsAreServed() throws Exception {
        environment.metrics().counter("pigw_things_total", "kind", "good").increment();

        HttpResponse<String> response = get("/metrics");
        assertThat(response.headers().firstValue("Date").orElseThrow()).endsWith(" GMT");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("pigw_things_total{kind=\"good\"} 1.0");
    }

    @Test
    void healthIsServed() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);

        unready = Optional.of("no CSP");

        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body()).isEqualTo("not ready: no CSP\n");
    }

    /** There is one loop here for all traffic, as there would be one for each processor. */
    @Test
    void healthIsServedWhileTheTrafficsLoopIsBusy() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        environment.loops().next().execute(() -> {
            busy.countDown();
            try {
                gate.await();
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            }
        });
        busy.await();

        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void aRouteTakesVariablesQueryAndBody() throws Exception {
        HttpResponse<String> response = post("/peers/586/messages?after=7", "{\"text\":\"grüß\"}");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body())
                .contains("\"peer\":\"586\"", "\"text\":\"grüß\"", "\"after\":7", "\"at\":\"1970-01-01T00:00:00Z\"");
    }

    @Test
    void badRequestsAreRefused() throws Exception {
        assertThat(get("/nowhere").statusCode()).isEqualTo(404);
        assertThat(get("/peers/586/messages").statusCode()).isEqualTo(405);
        assertThat(post("/peers/586/messages", "{\"txt\":\"a\"}").statusCode()).isEqualTo(400);
        assertThat(post("/peers/586/messages", "nonsense").statusCode()).isEqualTo(400);
        assertThat(post("/peers/586/messages", "null").statusCode()).isEqualTo(400);
        assertThat(post("/peers/586/messages?after=101", "{\"text\":\"a\"}").statusCode())
                .isEqualTo(400);
        assertThat(post("/peers/586/messages", "x".repeat(2_000)).statusCode()).isEqualTo(413);
    }

    @Test
    void aBugTellsNothing() throws Exception {
        HttpResponse<String> response = get("/bug");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("secret");
    }

    @Test
    void scriptsOfWebPagesAreRefused() throws IOException {
        assertThat(raw("GET /metrics HTTP/1.1\r\nHost: x\r\nOrigin: http://evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void aSiteWhoseNameWasMadeToPointHereIsRefused() throws IOException {
        assertThat(underHost("/peers/586/messages", "evil.example:9100")).startsWith("HTTP/1.1 403 ");
        assertThat(underHost("/peers/586/messages", "127.0.0.1.evil.example")).startsWith("HTTP/1.1 403 ");
        assertThat(underHost("/peers/586/messages", "localhost:9100")).startsWith("HTTP/1.1 405 ");
        assertThat(underHost("/peers/586/messages", "127.0.0.1")).startsWith("HTTP/1.1 405 ");
        assertThat(underHost("/peers/586/messages", "[::1]:9100")).startsWith("HTTP/1.1 405 ");
        assertThat(underHost("/metrics", "gateway.example")).startsWith("HTTP/1.1 200 ");
    }

    private String underHost(String path, String host) throws IOException {
        return raw("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        String first = "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String last = "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

        String answers = raw(first + last);

        assertThat(answers.indexOf("404")).isPositive().isLessThan(answers.indexOf("live"));
    }

    @Test
    void garbageIsRefused() throws IOException {
        assertThat(raw("\u0001\u0002garbage\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void tooManyAtOnceAreRefused() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(client.sendAsync(request("/wait").build(), BodyHandlers.ofString()));
        }

        Object first = CompletableFuture.anyOf(waiting.toArray(new CompletableFuture<?>[0]))
                .join();
        gate.countDown();

        assertThat(((HttpResponse<?>) first).statusCode()).isEqualTo(503);
        assertThat(waiting)
                .extracting(answer -> answer.join().statusCode())
                .containsOnlyOnce(503)
                .contains(200);
    }

    private String raw(String bytes) throws IOException {
        try (Socket socket =
                new Socket(server.address().host(), server.address().port())) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + server.address() + path));
    }
}
