package io.pigw.runtime.est;

import io.pigw.runtime.identity.NodeIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** HTTPS to the server: connections are kept, every wait and answer has a limit. Blocks. */
final class EstTransport implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Until the header of the answer is there. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    /** Until the end of its body. */
    private static final Duration WHOLE_WITHIN = Duration.ofSeconds(60);

    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final int MAX_ATTEMPTS = 5;
    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);
    private static final Duration MAX_RETRY_AFTER = Duration.ofDays(1);
    private static final int MAX_DIGITS = 9;
    private static final int MAX_REASON = 500;
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final HttpClient http;
    private final ExecutorService threads;
    private final Duration wholeWithin;

    /**
     * A transport.
     *
     * @param current shown to the server; null: no certificate
     */
    EstTransport(TrustManager trust, @Nullable NodeIdentity current, SecureRandom random)
            throws GeneralSecurityException {
        this(trust, current, random, WHOLE_WITHIN);
    }

    /**
     * As the other.
     *
     * @param wholeWithin how long one question and its whole answer may take
     */
    EstTransport(TrustManager trust, @Nullable NodeIdentity current, SecureRandom random, Duration wholeWithin)
            throws GeneralSecurityException {
        this.wholeWithin = wholeWithin;
        KeyManager[] keys = current == null ? null : new KeyManager[] {new ClientKeyManager(current)};
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys, new TrustManager[] {trust}, random);
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("est-client-", 0).factory());
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(threads)
                .sslContext(tls)
                .build();
    }

    /** A request to be completed. */
    static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(REQUEST_TIMEOUT);
    }

    /**
     * Asks once.
     *
     * @throws EstException at any answer but 200 and 202
     * @throws HttpTimeoutException if the answer does not come, or not to its end
     */
    HttpResponse<byte[]> once(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = exchange(request);
        if (answer.statusCode() != OK && answer.statusCode() != ACCEPTED) {
            throw new EstException(answer.statusCode(), reason(answer), retryAfter(answer));
        }
        return answer;
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException, InterruptedException {
        // The request's own time-out ends with the header; this one with the body.
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        try {
            return answer.get(wholeWithin.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new HttpTimeoutException("the answer did not come to its end within " + wholeWithin);
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case null, default -> throw new IOException("nothing was answered", failed.getCause());
            }
        } finally {
            answer.cancel(true);
        }
    }

    /** Asks, and some times more while the server is overloaded; not if it wants to be left alone for longer than 10 s. */
    HttpResponse<byte[]> patiently(HttpRequest request) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(request);
            } catch (EstException refusal) {
                Duration wanted = refusal.retryAfter().orElse(Duration.ofSeconds(1));
                if (attempt == MAX_ATTEMPTS
                        || refusal.kind() != EstException.Kind.LATER
                        || wanted.compareTo(MAX_PAUSE) > 0) {
                    throw refusal;
                }
                Thread.sleep(wanted);
            }
        }
    }

    /** What a server says in its answer, shortened and on one line. */
    static String reason(HttpResponse<byte[]> answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8).strip().replaceAll("\\p{Cntrl}+", " ");
        if (text.isEmpty()) {
            return "HTTP status " + answer.statusCode();
        }
        return text.length() > MAX_REASON ? text.substring(0, MAX_REASON) : text;
    }

    /** Seconds of {@code Retry-After}, 1 s to 1 day; a date there is not read. */
    static @Nullable Duration retryAfter(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .map(String::strip)
                .filter(text -> !text.isEmpty()
                        && text.length() <= MAX_DIGITS
                        && text.chars().allMatch(c -> c >= '0' && c <= '9'))
                .map(text -> Duration.ofSeconds(Math.max(1, Long.parseLong(text))))
                .map(wanted -> wanted.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : wanted)
                .orElse(null);
    }

    /** Closes the connections. What is being asked ends with an error; nothing is waited for. */
    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}
