package io.pigw.enrollment.hook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pigw.enrollment.policy.HookSettings.Endpoint;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.secret.SecretFile;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one of the operator's systems: POST of JSON, an answer in JSON. What is sent and answered is never logged. Blocks: for
 * virtual threads.
 */
final class Webhook {

    private static final Logger log = LoggerFactory.getLogger(Webhook.class);
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final String name;
    private final Endpoint endpoint;
    private final HttpClient http;
    private final @Nullable String bearer;

    /**
     * A system, not asked yet.
     *
     * @param name for messages: {@code identity}
     * @throws IOException if its secret cannot be read, or others can read it
     */
    Webhook(String name, Endpoint endpoint, HttpClient http) throws IOException {
        this.name = name;
        this.endpoint = endpoint;
        this.http = http;
        Path secret = endpoint.secretFile();
        this.bearer = secret == null ? null : SecretFile.readLine(secret);
    }

    /** What came back. */
    record Answer(int status, Bytes body) {

        private static final int SUCCESS = 2;

        boolean isSuccess() {
            return status / 100 == SUCCESS;
        }

        /** The body as JSON. */
        <T> T read(Class<T> type) throws UnavailableException {
            try {
                T value = JSON.readValue(body.toArray(), type);
                if (value != null) {
                    return value;
                }
            } catch (IOException | IllegalArgumentException e) {
                // Jackson's message would repeat the body.
            }
            throw new UnavailableException("the answer is not the JSON that was expected");
        }
    }

    /** Nobody answers, or nothing that can be understood. */
    static final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1;

        UnavailableException(String message) {
            super(message);
        }
    }

    /**
     * Asks.
     *
     * @param key under which the other end knows a repetition (Idempotency-Key); empty: none
     * @throws UnavailableException after the time-out, or if the answer is a 5xx or 429, or too long
     */
    Answer ask(Map<String, ?> question, String key) throws UnavailableException, InterruptedException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.uri())
                    .timeout(endpoint.timeout())
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(question)));
            if (bearer != null) {
                request.header("Authorization", "Bearer " + bearer);
            }
            if (!key.isEmpty()) {
                request.header("Idempotency-Key", key);
            }
            // The request's own time-out ends with the header; this one with the body.
            CompletableFuture<HttpResponse<byte[]>> exchange = http.sendAsync(
                    request.build(),
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
            HttpResponse<byte[]> response;
            try {
                response = exchange.get(endpoint.timeout().toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                exchange.cancel(true);
            }
            int status = response.statusCode();
            if (status >= 500 || status == 429) {
                throw new UnavailableException("it answers " + status);
            }
            return new Answer(status, Bytes.copyOf(response.body()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a question that cannot be written as JSON", e);
        } catch (TimeoutException e) {
            throw new UnavailableException("it does not answer within " + endpoint.timeout());
        } catch (ExecutionException e) {
            throw new UnavailableException(String.valueOf(e.getCause()));
        }
    }

    void complain(UnavailableException e) {
        log.atWarn()
                .addKeyValue("hook", name)
                .addKeyValue("url", endpoint.url())
                .addKeyValue("reason", e.getMessage())
                .log("a hook does not answer; see policy.hooks");
    }
}
