package io.pigw.enrollment.est;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.pigw.enrollment.policy.Violation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts replies into HTTP: certificates, what became of an order, or a reason in text, or in JSON for who accepts that (RFC 9457). */
final class Answer {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";
    private static final String CHALLENGE = "Basic realm=\"pigw-est\", charset=\"UTF-8\"";

    private static final String RELATION = "urn:oid:2.25.123846729816753240195343231914673821735.2";

    /** Where the list of proxies is (RFC 8288 §2.1.2: a relation of our own is a URI). */
    private static final String CSPS = "<" + EstPath.PIGW + "csps>; rel=\"" + RELATION + "\"";

    private Answer() {}

    /** The answer to a request that could not be read to its end. */
    static FullHttpResponse unread(HttpResponseStatus status, String reason) {
        return refused(Reply.Refused.of(status, reason), false);
    }

    /** The answer to this request. */
    static FullHttpResponse to(HttpRequest request, Reply reply) {
        boolean wantsProblem = wantsProblem(request.headers());
        return switch (reply) {
            case Reply.Found found -> found(found);
            case Reply.Told(HttpResponseStatus status, String json) ->
                response(status, JSON, Unpooled.copiedBuffer(json + "\n", StandardCharsets.UTF_8));
            case Reply.Refused refused -> refused(refused, wantsProblem);
            case Reply.NotAllowed(String methods) -> {
                FullHttpResponse answer = refused(
                        Reply.Refused.of(HttpResponseStatus.METHOD_NOT_ALLOWED, "use " + methods), wantsProblem);
                answer.headers().set(HttpHeaderNames.ALLOW, methods);
                yield answer;
            }
            case Reply.Options(String methods) -> {
                FullHttpResponse answer =
                        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT);
                answer.headers().set(HttpHeaderNames.ALLOW, methods);
                yield answer;
            }
        };
    }

    /** The same without its body, which keeps its length in the header (RFC 9110 §9.3.2). */
    static FullHttpResponse head(FullHttpResponse whole) {
        try {
            return whole.replace(Unpooled.EMPTY_BUFFER);
        } finally {
            whole.release();
        }
    }

    private static FullHttpResponse found(Reply.Found found) {
        Reply.Kind kind = found.kind();
        FullHttpResponse answer = response(
                HttpResponseStatus.OK,
                kind.type(),
                Unpooled.wrappedBuffer(found.body().toArray()));
        if (kind.isBase64()) {
            answer.headers().set(HttpHeaderNames.CONTENT_TRANSFER_ENCODING, "base64");
        }
        if (found.hasCsps()) {
            answer.headers().set("Link", CSPS);
        }
        return answer;
    }

    private static FullHttpResponse refused(Reply.Refused refused, boolean wantsProblem) {
        HttpResponseStatus status = refused.status();
        String body = refused.reason().isEmpty() ? "" : (wantsProblem ? problem(refused) : refused.reason()) + "\n";
        FullHttpResponse answer =
                response(status, wantsProblem ? PROBLEM : TEXT, Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
        if (status.equals(HttpResponseStatus.UNAUTHORIZED)) {
            answer.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, CHALLENGE);
        }
        Duration retryAfter = refused.retryAfter();
        if (retryAfter != null) {
            answer.headers().set(HttpHeaderNames.RETRY_AFTER, Math.max(1, retryAfter.toSeconds()));
        }
        return answer;
    }

    private static String problem(Reply.Refused refused) {
        ObjectNode problem = JsonNodeFactory.instance
                .objectNode()
                .put("title", refused.status().reasonPhrase())
                .put("status", refused.status().code())
                .put("detail", refused.reason());
        for (Violation violation : refused.violations()) {
            problem.withArray("violations")
                    .addObject()
                    .put("code", violation.code())
                    .put("reason", violation.reason())
                    .put("remedy", violation.remedy());
        }
        return problem.toString();
    }

    private static FullHttpResponse response(HttpResponseStatus status, String type, ByteBuf body) {
        FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return answer;
    }

    private static boolean wantsProblem(HttpHeaders headers) {
        @Nullable String accepted = headers.get(HttpHeaderNames.ACCEPT);
        return accepted != null && accepted.toLowerCase(Locale.ROOT).contains(PROBLEM);
    }
}
