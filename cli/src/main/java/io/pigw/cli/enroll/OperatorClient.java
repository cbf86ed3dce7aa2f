package io.pigw.cli.enroll;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.cli.Json;
import io.pigw.cli.UsageError;
import io.pigw.cli.UserError;
import io.pigw.runtime.est.ClientTls;
import io.pigw.runtime.identity.NodeIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.SSLException;

/** Talks to the operators' port of an enrollment server, by an operator's certificate. Blocks. */
final class OperatorClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(10);
    private static final int SUCCESS = 2;
    private static final int BAD_REQUEST = 400;
    private static final int MAX_SHOWN = 300;

    private final URI base;
    private final HttpClient http;

    OperatorClient(URI base, NodeIdentity identity, InstantSource clock) {
        this.base = base;
        try {
            this.http = HttpClient.newBuilder()
                    .sslContext(ClientTls.of(identity, clock))
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();
        } catch (GeneralSecurityException unusable) {
            throw new UserError("the operator's identity cannot be used for TLS: " + unusable.getMessage(), unusable);
        }
    }

    JsonNode get(String path) {
        return exchange(request(path).GET());
    }

    JsonNode post(String path, Object body) {
        return exchange(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.line(body))));
    }

    JsonNode delete(String path) {
        return exchange(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER_TIMEOUT);
    }

    private JsonNode exchange(HttpRequest.Builder request) {
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (SSLException refused) {
            throw new UserError(
                    base + " and this identity do not come together over TLS (" + refused.getMessage()
                            + "). Is the identity (--identity) one of this server's operators, not expired, and is the URL"
                            + " that of the port 'operators.listen'?",
                    refused);
        } catch (ConnectException absent) {
            throw new UserError("nothing listens at " + base + ". Is the enrollment server running?", absent);
        } catch (IOException failed) {
            throw new UserError(
                    "cannot reach " + base + " (" + failed + "). Is the enrollment server running?", failed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while waiting for " + base, e);
        }
        if (response.statusCode() / 100 != SUCCESS) {
            throw refusal(response);
        }
        return Json.parse(response.body());
    }

    /** What the server says, and what can be done about it: what it does not understand was typed wrong. */
    private RuntimeException refusal(HttpResponse<String> response) {
        try {
            JsonNode body = Json.parse(response.body());
            if (body.path("error").isTextual()) {
                String remedy = body.path("remedy").asText();
                String said = body.path("error").asText() + (remedy.isEmpty() ? "" : ". Remedy: " + remedy);
                return response.statusCode() == BAD_REQUEST ? new UsageError(said) : new UserError(said);
            }
        } catch (UncheckedIOException noJson) {
            // it is not the operators' port
        }
        String body = Shown.plain(response.body().strip());
        return new UserError(
                base + " is not the operators' port, which 'operators.listen' of the server's configuration"
                        + " names; it answered " + response.statusCode() + ": "
                        + (body.length() > MAX_SHOWN ? body.substring(0, MAX_SHOWN) + "…" : body));
    }

    @Override
    public void close() {
        http.close();
    }
}
