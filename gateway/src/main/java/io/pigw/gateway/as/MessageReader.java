package io.pigw.gateway.as;

import io.pigw.gateway.sip.IncomingRequest;
import io.pigw.gateway.sip.NameAddr;
import io.pigw.gateway.sip.SipText;
import io.pigw.gateway.sip.Status;
import java.time.Instant;
import java.util.Optional;

/** Reads what a MESSAGE says of its sender and of itself. Pure. */
final class MessageReader {

    private static final long MAX_EXPIRES_SECONDS = (1L << 32) - 1;

    private MessageReader() {}

    /** What was read. */
    sealed interface Outcome {
        /**
         * A message.
         *
         * @param sender whose share of the places it takes: an identity where one is asserted, else its source's address, for
         *     From is anybody's to choose
         */
        record Read(ImsMessage message, String sender) implements Outcome {}

        /** It is refused so. */
        record Refused(Status status) implements Outcome {}
    }

    static Outcome read(IncomingRequest request, boolean trusted, Instant now) {
        // RFC 3325 §8: what comes from elsewhere is as if it were not there. P-Preferred-Identity is for the first
        // proxy alone (§6, §9.2).
        AssertedIdentity asserted =
                trusted ? AssertedIdentity.of(request.head().list("P-Asserted-Identity")) : AssertedIdentity.NONE;
        if (!asserted.sound()) {
            return new Outcome.Refused(Status.of(400, "Malformed P-Asserted-Identity"));
        }
        Privacy privacy = Privacy.of(request.head().all("Privacy"));
        if (!privacy.failed().isEmpty()) {
            return new Outcome.Refused(Status.of(500, "Privacy Not Available: " + String.join(", ", privacy.failed())));
        }
        Optional<Instant> date = request.head().first("Date").flatMap(SipText::date);
        Optional<Instant> expiresAt = request.head()
                .first("Expires")
                .map(text -> SipText.decimal(text.strip()))
                .filter(seconds -> seconds >= 0 && seconds <= MAX_EXPIRES_SECONDS)
                .map(seconds -> date.orElse(now).plusSeconds(seconds));
        ImsMessage message = new ImsMessage(
                request.uri(),
                request.fromUri(),
                request.fromTag(),
                trusted ? calledParty(request).orElse(request.toUri()) : request.toUri(),
                request.callId(),
                request.cseq(),
                trusted,
                asserted.uri(),
                privacy.anonymous(),
                date,
                expiresAt,
                request.maxForwards(),
                RequestChecks.contentType(request),
                request.body(),
                request.source(),
                request.transport());
        return new Outcome.Read(message, asserted.uri().orElse(request.source().host()));
    }

    /** Whom a request to our binding was addressed to when the S-CSCF replaced its request URI (RFC 7315 §4.2). */
    private static Optional<String> calledParty(IncomingRequest request) {
        return request.head()
                .first("P-Called-Party-ID")
                .flatMap(NameAddr::read)
                .map(NameAddr::uri)
                .filter(SipText::isUriText);
    }
}
