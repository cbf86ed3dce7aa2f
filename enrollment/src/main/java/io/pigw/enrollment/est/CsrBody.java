package io.pigw.enrollment.est;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.pigw.p2psip.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The PKCS#10 in the body of a request: always base64, with line breaks or without, whatever Content-Transfer-Encoding
 * says (RFC 8951 §3.1).
 */
sealed interface CsrBody {

    /** What was in it; whether it is DER is not known yet. */
    record Der(Bytes bytes) implements CsrBody {}

    /** Nothing of use. */
    record Unreadable(Reply.Refused why) implements CsrBody {}

    static CsrBody read(FullHttpRequest request) {
        CharSequence type = HttpUtil.getMimeType(request);
        if (type == null || !type.toString().strip().equalsIgnoreCase("application/pkcs10")) {
            return refused(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, "the body must be application/pkcs10");
        }
        String text = request.content().toString(StandardCharsets.ISO_8859_1);
        if (text.isBlank()) {
            return refused(HttpResponseStatus.BAD_REQUEST, "the body is empty; send a PKCS#10 request in base64");
        }
        if (text.contains("-----BEGIN")) {
            return refused(
                    HttpResponseStatus.BAD_REQUEST, "the body is PEM; send its base64 without the BEGIN and END lines");
        }
        try {
            return new Der(Bytes.copyOf(Base64.getDecoder().decode(text.replaceAll("[ \\t\\r\\n]", ""))));
        } catch (IllegalArgumentException e) {
            return refused(HttpResponseStatus.BAD_REQUEST, "the body is not base64");
        }
    }

    private static CsrBody refused(HttpResponseStatus status, String reason) {
        return new Unreadable(Reply.Refused.of(status, reason));
    }
}
