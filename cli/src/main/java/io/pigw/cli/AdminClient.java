package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Talks to the admin port of a running service or {@code standalone}. Blocks. */
final class AdminClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(90);

    private final URI base;
    private final HttpClient http;

    AdminClient(URI base) {
        this.base = base;
        this.http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    }

    /** Where the standalone of that data folder is, by its {@code admin.json}. */
    static URI urlIn(Path data) {
        Path file = data.resolve("admin.json");
        try {
            return URI.create(Json.parse(Files.readString(file)).get("url").asText());
        } catch (IOException e) {
            throw new UserError(
                    "no running service found at " + file + ". Start one with './pigw standalone --data " + data
                            + "', or name it with --admin URL",
                    e);
        }
    }

    JsonNode get(String path) {
        return exchange(HttpRequest.newBuilder(base.resolve(path)).GET());
    }

    JsonNode post(String path, Object body) {
        return exchange(HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.line(body))));
    }

    /** As {@link #get}; empty if the service knows the path, and says with a code that there is no such thing. */
    Optional<JsonNode> find(String path) {
        HttpResponse<String> response =
                response(HttpRequest.newBuilder(base.resolve(path)).GET());
        return response.statusCode() == NOT_FOUND && Json.parse(response.body()).has("code")
                ? Optional.empty()
                : Optional.of(read(response));
    }

    private JsonNode exchange(HttpRequest.Builder builder) {
        return read(response(builder));
    }

    private HttpResponse<String> response(HttpRequest.Builder builder) {
        try {
            return http.send(builder.timeout(ANSWER_TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UserError("cannot reach " + base + " (" + e + "). Is the service running?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while waiting for " + base, e);
        }
    }

    private JsonNode read(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            String told = base + " answered " + response.statusCode() + ": " + reason(response.body());
            throw response.statusCode() == BAD_REQUEST ? new UsageError(told) : new UserError(told);
        }
        return Json.parse(response.body());
    }

    private static String reason(String body) {
        String told = body.stripLeading().startsWith("{")
                ? Json.parse(body).path("error").asText(body)
                : body;
        return told.length() > 300 ? told.substring(0, 300) + "…" : told;
    }

    @Override
    public void close() {
        http.close();
    }
}
