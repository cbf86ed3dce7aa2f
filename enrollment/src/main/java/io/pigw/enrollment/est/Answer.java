package io.pigw.enrollment.est;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** The answers of RFC 7030 §4: certificates, or a reason in text. */
final class Answer {

    private static final String CERTIFICATES = "application/pkcs7-mime; smime-type=certs-only";

    private Answer() {}

    /** Certificates in base64. */
    static FullHttpResponse certificates(byte[] base64) {
        FullHttpResponse answer = response(HttpResponseStatus.OK, CERTIFICATES, base64);
        answer.headers().set(HttpHeaderNames.CONTENT_TRANSFER_ENCODING, "base64");
        return answer;
    }

    /** A refusal with its reason. */
    static FullHttpResponse text(HttpResponseStatus status, String reason) {
        return response(status, "text/plain; charset=utf-8", (reason + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** 401 with the challenge of RFC 7030 §3.2.3. */
    static FullHttpResponse challenge(String reason) {
        FullHttpResponse answer = text(HttpResponseStatus.UNAUTHORIZED, reason);
        answer.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"pigw-est\", charset=\"UTF-8\"");
        return answer;
    }

    /** 429 or 503: later. */
    static FullHttpResponse later(HttpResponseStatus status, long seconds, String reason) {
        FullHttpResponse answer = text(status, reason);
        answer.headers().set(HttpHeaderNames.RETRY_AFTER, seconds);
        return answer;
    }

    private static FullHttpResponse response(HttpResponseStatus status, String type, byte[] body) {
        FullHttpResponse answer =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, type).set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return answer;
    }
}
