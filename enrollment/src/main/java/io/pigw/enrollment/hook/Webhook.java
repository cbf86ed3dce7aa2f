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
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
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
    private static final int NONCE_BYTES = 32;
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final String name;
    private final Endpoint endpoint;
    private final Means means;
    private final Breaker breaker = new Breaker();
    private final @Nullable String bearer;
    private final @Nullable Seal seal;

    /**
     * A system, not asked yet.
     *
     * @param name for messages: {@code identity}
     * @throws IOException if its secret cannot be read, or others can read it
     */
    Webhook(String name, Endpoint endpoint, Means means) throws IOException {
        this.name = name;
        this.endpoint = endpoint;
        this.means = means;
        Path file = endpoint.secretFile();
        String secret = file == null ? null : SecretFile.readLine(file);
        if (secret != null && !endpoint.isEncrypted() && secret.length() < Seal.MIN_SECRET) {
            throw new IOException(file + ": a secret that signs has " + Seal.MIN_SECRET
                    + " characters or more; openssl rand -hex 32 makes one");
        }
        this.bearer = endpoint.isEncrypted() ? secret : null;
        this.seal = secret == null || endpoint.isEncrypted() ? null : Seal.of(secret);
    }

    /**
     * What asking takes.
     *
     * @param http shared by all of them
     * @param clock the time of day
     * @param random for nonces
     */
    record Means(HttpClient http, InstantSource clock, SecureRandom random) {}

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

        private final boolean spared;

        UnavailableException(String message) {
            this(message, false);
        }

        /** @param spared it was not even asked */
        UnavailableException(String message, boolean spared) {
            super(message);
            this.spared = spared;
        }
    }

    /**
     * Asks.
     *
     * @param key under which the other end knows a repetition (Idempotency-Key); empty: none
     * @throws UnavailableException after the time-out, if the answer is a 5xx or 429, too long, or not signed where it should be,
     *     or at once, if this was so several times in a row
     */
    Answer ask(Map<String, ?> question, String key) throws UnavailableException, InterruptedException {
        if (!breaker.admits(means.clock().instant())) {
            throw new UnavailableException("it did not answer " + Breaker.FAILURES + " times in a row", true);
        }
        try {
            Answer answer = exchange(question, key);
            breaker.answered();
            return answer;
        } catch (UnavailableException e) {
            breaker.failed(means.clock().instant());
            throw e;
        }
    }

    private Answer exchange(Map<String, ?> question, String key) throws UnavailableException, InterruptedException {
        String nonce = nonce();
        // The request's own time-out ends with the header; this one with the body.
        CompletableFuture<HttpResponse<byte[]>> exchange = means.http()
                .sendAsync(
                        request(question, key, nonce),
                        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        try {
            return answer(exchange.get(endpoint.timeout().toMillis(), TimeUnit.MILLISECONDS), nonce);
        } catch (TimeoutException e) {
            throw new UnavailableException("it does not answer within " + endpoint.timeout());
        } catch (ExecutionException e) {
            throw new UnavailableException(String.valueOf(e.getCause()));
        } finally {
            exchange.cancel(true);
        }
    }

    private HttpRequest request(Map<String, ?> question, String key, String nonce) {
        byte[] body;
        try {
            body = JSON.writeValueAsBytes(question);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a question that cannot be written as JSON", e);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.uri())
                .timeout(endpoint.timeout())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        if (seal != null) {
            request.header(Seal.NONCE, nonce).header(Seal.MAC, seal.ofQuestion(nonce, key, body));
        }
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        return request.build();
    }

    private Answer answer(HttpResponse<byte[]> response, String nonce) throws UnavailableException {
        int status = response.statusCode();
        if (status >= 500 || status == 429) {
            throw new UnavailableException("it answers " + status);
        }
        if (seal != null
                && !seal.isOn(response.headers().firstValue(Seal.MAC).orElse(""), nonce, status, response.body())) {
            throw new UnavailableException("the answer is not signed with the secret of policy.hooks." + name
                    + ".secretFile: perhaps another has taken the port");
        }
        return new Answer(status, Bytes.copyOf(response.body()));
    }

    private String nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        means.random().nextBytes(nonce);
        return HexFormat.of().formatHex(nonce);
    }

    /** Once for each question that was asked. */
    void complain(UnavailableException e) {
        (e.spared ? log.atDebug() : log.atWarn())
                .addKeyValue("hook", name)
                .addKeyValue("url", endpoint.url())
                .addKeyValue("reason", e.getMessage())
                .log("a hook does not answer; see policy.hooks");
    }
}
