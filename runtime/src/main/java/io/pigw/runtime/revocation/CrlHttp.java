package io.pigw.runtime.revocation;

import io.pigw.p2psip.Bytes;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches lists over HTTP (RFC 5280 §4.2.1.13, RFC 9110): no redirects, limits of size and time. What comes is signed, so that
 * nothing depends on the way it came. Blocks; for virtual threads.
 */
final class CrlHttp implements AutoCloseable {

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final Duration WHOLE_WITHIN = Duration.ofSeconds(60);
    private static final int MAX_ETAG_LENGTH = 256;
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_WITHIN)
            .executor(threads)
            .build();

    /** Asks for what is there, unless it is what the tag is of. */
    Fetched get(URI uri, @Nullable String etag) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(ANSWER_WITHIN)
                .header("Accept", "application/pkix-crl")
                .GET();
        if (etag != null) {
            request.header("If-None-Match", etag);
        }
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), CrlReader.MAX_BYTES));
        try {
            return fetched(answer.get(WHOLE_WITHIN.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Fetched.Failed("interrupted");
        } catch (TimeoutException late) {
            answer.cancel(true);
            return new Fetched.Failed("timeout");
        } catch (ExecutionException failed) {
            return new Fetched.Failed(reason(failed.getCause()));
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }

    private static Fetched fetched(HttpResponse<byte[]> response) {
        return switch (response.statusCode()) {
            case OK ->
                new Fetched.List(
                        Bytes.copyOf(response.body()),
                        response.headers()
                                .firstValue("ETag")
                                .filter(tag -> tag.length() <= MAX_ETAG_LENGTH)
                                .orElse(null));
            case NOT_MODIFIED -> new Fetched.NotModified();
            default -> new Fetched.Failed("status");
        };
    }

    private static String reason(@Nullable Throwable cause) {
        return switch (cause) {
            case java.net.http.HttpTimeoutException _ -> "timeout";
            case ConnectException _ -> "unreachable";
            case null, default -> "broken";
        };
    }
}
