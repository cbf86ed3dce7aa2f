package io.pigw.enrollment.est;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.pigw.enrollment.policy.Violation;
import io.pigw.p2psip.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a request comes to, before it is put into HTTP. */
sealed interface Reply {

    /**
     * What was asked for.
     *
     * @param hasCsps whether a list of proxies can be had beside it
     */
    record Found(Kind kind, Bytes body, boolean hasCsps) implements Reply {
        Found(Kind kind, Bytes body) {
            this(kind, body, false);
        }
    }

    /** What can be found. */
    enum Kind {
        /** Certificates in base64 (RFC 7030 §4.1.3). */
        AUTHORITIES("application/pkcs7-mime; smime-type=certs-only", true),
        /** A new certificate and the chain below the root, in base64 (RFC 7030 §4.2.3). */
        ENROLLED("application/pkcs7-mime; smime-type=certs-only", true),
        /** CSR attributes in base64 (RFC 7030 §4.5.2). */
        ATTRIBUTES("application/csrattrs", true),
        /** A signed list as it is (RFC 5652). */
        CSPS("application/cms", false);

        private final String type;
        private final boolean isBase64;

        Kind(String type, boolean isBase64) {
            this.type = type;
            this.isBase64 = isBase64;
        }

        String type() {
            return type;
        }

        boolean isBase64() {
            return isBase64;
        }
    }

    /**
     * What became of an order.
     *
     * @param json a JSON object
     */
    record Told(HttpResponseStatus status, String json) implements Reply {}

    /** What can be done here: the answer to {@code OPTIONS}. */
    record Options(String methods) implements Reply {}

    /**
     * No, or not yet: a reason in words.
     *
     * @param reason none: the answer has no body
     * @param violations rules that are broken, for programs; may be empty
     * @param retryAfter in {@code Retry-After}
     * @param isSuspect whether it counts against the client's address
     */
    record Refused(
            HttpResponseStatus status,
            String reason,
            List<Violation> violations,
            @Nullable Duration retryAfter,
            boolean isSuspect)
            implements Reply {

        /** The request cannot be taken. */
        static Refused of(HttpResponseStatus status, String reason) {
            return new Refused(status, reason, List.of(), null, true);
        }

        /** The policy forbids it. */
        static Refused of(List<Violation> violations) {
            String reason = violations.stream()
                    .map(violation -> violation.reason() + ": " + violation.remedy())
                    .collect(Collectors.joining("; "));
            return new Refused(HttpResponseStatus.FORBIDDEN, reason, violations, null, true);
        }

        /** The same again later. */
        static Refused later(HttpResponseStatus status, Duration retryAfter, String reason) {
            return new Refused(status, reason, List.of(), retryAfter, false);
        }

        /** The challenge that begins an enrollment (RFC 7030 §3.2.3): nobody's fault. */
        static Refused challenge(String reason) {
            return new Refused(HttpResponseStatus.UNAUTHORIZED, reason, List.of(), null, false);
        }
    }

    /** Another method is needed. */
    record NotAllowed(String methods) implements Reply {}
}
