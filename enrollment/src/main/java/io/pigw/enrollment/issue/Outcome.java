package io.pigw.enrollment.issue;

import io.pigw.enrollment.policy.Violation;
import io.pigw.p2psip.NodeId;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** How an enrollment or a renewal ended. Every reason is fit for the client's eyes. */
public sealed interface Outcome {

    /** The certificate is on record; the chain is leaf first, without the root. */
    record Enrolled(NodeId id, List<X509Certificate> chain) implements Outcome {
        /** Copies the list. */
        public Enrolled {
            chain = List.copyOf(chain);
        }
    }

    /**
     * An operator is to approve it; the same request with the same token gets the certificate then (RFC 7030 §4.2.3: 202).
     *
     * @param requestId by which the operator knows the request, hexadecimal
     * @param retryAfter when to ask again
     */
    record Pending(String requestId, Duration retryAfter) implements Outcome {}

    /** The client did not show a good token, password or certificate (401). */
    record Unauthenticated(String reason) implements Outcome {}

    /** The PKCS#10 request is not acceptable; the token is still good (400). */
    record BadRequest(String reason) implements Outcome {}

    /** The policy forbids it; the token is still good (403). All rules broken, at least one. */
    record Refused(List<Violation> violations) implements Outcome {
        /** Copies the list. */
        public Refused {
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("a refusal needs a reason");
            }
            violations = List.copyOf(violations);
        }

        /** All reasons in one line. */
        public String reason() {
            return violations.stream().map(Violation::reason).collect(Collectors.joining("; "));
        }
    }

    /** Too often; the token is still good (429). */
    record TooMany(String reason, Duration retryAfter) implements Outcome {}

    /** Not now; try again with the same token (503). */
    record Busy(String reason, Duration retryAfter) implements Outcome {

        private static final Duration SOON = Duration.ofSeconds(1);

        /** Try again in a second. */
        public Busy(String reason) {
            this(reason, SOON);
        }
    }
}
