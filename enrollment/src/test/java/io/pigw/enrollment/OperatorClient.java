package io.pigw.enrollment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pigw.runtime.est.ClientTls;
import io.pigw.runtime.identity.NodeIdentity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;

/** Somebody at the operators' port. */
final class OperatorClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final HttpClient http;

    OperatorClient(TestEnrollment enrollment, NodeIdentity identity) throws Exception {
        this(enrollment.server().operators().orElseThrow(), identity, enrollment.clock);
    }

    OperatorClient(URI base, NodeIdentity identity, InstantSource clock) throws Exception {
        this.base = base;
        this.http = HttpClient.newBuilder()
                .sslContext(ClientTls.of(identity, clock))
                .build();
    }

    record Reply(int status, JsonNode body) {}

    Reply get(String path) throws Exception {
        return send(HttpRequest.newBuilder(base.resolve(path)));
    }

    Reply delete(String path) throws Exception {
        return send(HttpRequest.newBuilder(base.resolve(path)).DELETE());
    }

    Reply post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Reply send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer =
                http.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(answer.statusCode(), JSON.readTree(answer.body()));
    }

    @Override
    public void close() {
        http.close();
    }
}
