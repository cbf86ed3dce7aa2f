package io.pigw.enrollment.publish;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.pigw.enrollment.ocsp.OcspReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Answers of the listener. */
final class Answers {

    private static final String OCSP_TYPE = "application/ocsp-response";

    private Answers() {}

    static FullHttpResponse of(Artifact artifact, HttpHeaders request, boolean withBody, Instant now) {
        boolean isKnown = artifact.isKnown(
                request.get(HttpHeaderNames.IF_NONE_MATCH), request.get(HttpHeaderNames.IF_MODIFIED_SINCE));
        FullHttpResponse answer = response(
                isKnown ? HttpResponseStatus.NOT_MODIFIED : HttpResponseStatus.OK,
                isKnown || !withBody ? new byte[0] : artifact.bytes());
        answer.headers()
                .set(HttpHeaderNames.ETAG, artifact.etag())
                .set(HttpHeaderNames.CACHE_CONTROL, artifact.cacheControl());
        artifact.lastModified(now).ifPresent(time -> answer.headers().set(HttpHeaderNames.LAST_MODIFIED, time));
        if (!isKnown) {
            answer.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, artifact.type())
                    .set(HttpHeaderNames.CONTENT_LENGTH, artifact.bytes().length);
        }
        return answer;
    }

    /** An OCSP answer; one to a GET without nonce may be cached until its end (RFC 5019 §6.2). */
    static FullHttpResponse ocsp(OcspReply reply, boolean isGet, Instant now) {
        Instant made = reply.thisUpdate();
        Instant end = reply.nextUpdate();
        if (made == null || end == null || !reply.isCacheable() || !isGet) {
            FullHttpResponse answer = bytes(reply.der());
            answer.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
            return answer;
        }
        Duration left = Duration.between(now, end);
        Artifact artifact = new Artifact(reply.der(), OCSP_TYPE, made, left.isNegative() ? Duration.ZERO : left);
        FullHttpResponse answer = bytes(reply.der());
        answer.headers()
                .set(HttpHeaderNames.ETAG, artifact.etag())
                .set(HttpHeaderNames.LAST_MODIFIED, Artifact.httpDate(made))
                .set(HttpHeaderNames.EXPIRES, Artifact.httpDate(end))
                .set(HttpHeaderNames.CACHE_CONTROL, artifact.cacheControl());
        return answer;
    }

    private static FullHttpResponse bytes(byte[] der) {
        FullHttpResponse answer = response(HttpResponseStatus.OK, der);
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, OCSP_TYPE).set(HttpHeaderNames.CONTENT_LENGTH, der.length);
        return answer;
    }

    /** A refusal with its reason. */
    static FullHttpResponse text(HttpResponseStatus status, String reason) {
        byte[] body = (reason + "\n").getBytes(StandardCharsets.UTF_8);
        FullHttpResponse answer = response(status, body);
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return answer;
    }

    static FullHttpResponse later(String reason) {
        FullHttpResponse answer = text(HttpResponseStatus.SERVICE_UNAVAILABLE, reason);
        answer.headers().set(HttpHeaderNames.RETRY_AFTER, 1);
        return answer;
    }

    static FullHttpResponse notAllowed(String allowed) {
        FullHttpResponse answer = text(HttpResponseStatus.METHOD_NOT_ALLOWED, "use " + allowed);
        answer.headers().set(HttpHeaderNames.ALLOW, allowed);
        return answer;
    }

    private static FullHttpResponse response(HttpResponseStatus status, byte[] body) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
    }
}
