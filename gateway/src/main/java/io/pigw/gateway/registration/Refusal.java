package io.pigw.gateway.registration;

import io.pigw.gateway.sip.SipHead;
import io.pigw.gateway.ua.RetryAfter;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a final answer that is no 200 means for the registration.
 *
 * @param why for people, with what to do
 * @param isFinal whether the core says no for a reason that time does not mend: the longest pause follows, and a binding is gone
 * @param retryAfter what Retry-After asks for
 */
record Refusal(String why, boolean isFinal, Optional<Duration> retryAfter) {

    private static final long MAX_RETRY_AFTER_SECONDS = 3_600;
    private static final int MAX_REASON = 80;

    /** Reads a status of 300 to 699 but 401, 407 and 423. */
    static Refusal of(int status, SipHead head) {
        return switch (status) {
            case 403 ->
                forever(
                        head,
                        "the core forbids it: check that it knows the private identity and lets it register the public one");
            case 404 -> forever(head, "the core does not know the public identity: provision it, or correct it here");
            case 400, 420, 421 -> forever(head, "the core does not take the request as it is");
            case 405, 501 -> forever(head, "what answers is no registrar: check sip.core");
            case 494 ->
                forever(
                        head,
                        "the core insists on IPsec (TS 33.203), which is not spoken here: let it take the gateway over TLS");
            case 439 -> forever(head, "the core insists on outbound (RFC 5626), which is not spoken here");
            default ->
                new Refusal(
                        line(head) + (status < 400 ? ": redirections are not followed (TS 24.229)" : ""),
                        status < 400,
                        retryAfter(head));
        };
    }

    private static Refusal forever(SipHead head, String why) {
        return new Refusal(line(head) + ": " + why, true, retryAfter(head));
    }

    /** Status and reason, cut short and cleared of control characters: they come from outside. */
    private static String line(SipHead head) {
        String line = head.startLine().replaceFirst("(?i)^SIP/2\\.0 ", "").replaceAll("\\p{Cntrl}", " ");
        return "answered " + (line.length() > MAX_REASON ? line.substring(0, MAX_REASON) : line);
    }

    private static Optional<Duration> retryAfter(SipHead head) {
        OptionalLong seconds = RetryAfter.seconds(head);
        return seconds.isPresent()
                ? Optional.of(Duration.ofSeconds(Math.min(seconds.getAsLong(), MAX_RETRY_AFTER_SECONDS)))
                : Optional.empty();
    }
}
