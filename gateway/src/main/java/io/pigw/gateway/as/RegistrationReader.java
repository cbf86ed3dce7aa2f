package io.pigw.gateway.as;

import io.pigw.gateway.cpim.CpimMessage;
import io.pigw.gateway.sip.HeaderField;
import io.pigw.gateway.sip.IncomingRequest;
import io.pigw.gateway.sip.NameAddr;
import io.pigw.gateway.sip.SipText;
import io.pigw.gateway.sip.Status;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads a third-party REGISTER (TS 24.229 §5.4.1.7). Of its body nothing is needed. Pure. */
final class RegistrationReader {

    /** What an S-CSCF may enclose: service information, and the REGISTER and its 200 that it is about. */
    private static final List<String> BODIES =
            List.of("application/3gpp-ims+xml", "message/sip", "message/sipfrag", "multipart/mixed");

    private static final HeaderField ACCEPT = new HeaderField("Accept", String.join(", ", BODIES));

    /** RFC 3261 §10.2.1.1: what a registration without an expiry, or with one that cannot be read, gets. */
    private static final long DEFAULT_SECONDS = 3600;

    private static final long MAX_SECONDS = (1L << 32) - 1;

    private RegistrationReader() {}

    /** What was read. */
    sealed interface Outcome {
        /** A registration. */
        record Read(ThirdPartyRegistration registration) implements Outcome {}

        /** It is refused so. */
        record Refused(Status status) implements Outcome {}
    }

    static Outcome read(IncomingRequest request) {
        Optional<Status> refusal = RequestChecks.scheme(request)
                .or(() -> RequestChecks.require(request))
                .or(() -> RequestChecks.encoding(request, ACCEPT))
                .or(() -> content(request))
                .or(() -> shape(request));
        if (refusal.isPresent()) {
            return new Outcome.Refused(refusal.get());
        }
        return new Outcome.Read(new ThirdPartyRegistration(
                request.toUri(),
                request.fromUri(),
                Duration.ofSeconds(expiry(request)),
                request.callId(),
                request.cseq()));
    }

    private static Optional<Status> content(IncomingRequest request) {
        if (request.body().isEmpty()) {
            return Optional.empty();
        }
        return BODIES.contains(CpimMessage.mediaType(RequestChecks.contentType(request)))
                ? Optional.empty()
                : Optional.of(new Status(415, "Unsupported Media Type", List.of(ACCEPT)));
    }

    /** The S-CSCF registers another than itself. Whoever registers himself takes us for a registrar, which we are not. */
    private static Optional<Status> shape(IncomingRequest request) {
        if (sameUser(request.fromUri(), request.toUri())) {
            return Optional.of(Status.of(403, "Not a Third-Party Registration"));
        }
        boolean all = request.head().list("Contact").contains("*");
        return all && expiry(request) != 0
                ? Optional.of(Status.of(400, "Contact * Without Expires 0"))
                : Optional.empty();
    }

    private static boolean sameUser(String from, String to) {
        return address(from).equals(address(to));
    }

    private static String address(String uri) {
        int end = uri.length();
        for (char mark : new char[] {';', '?'}) {
            int at = uri.indexOf(mark, Math.max(0, uri.lastIndexOf('@')));
            end = at < 0 ? end : Math.min(end, at);
        }
        return uri.substring(0, end).toLowerCase(Locale.ROOT);
    }

    /** RFC 3261 §10.3 step 7: a contact's own expiry counts before the header field; of several the longest. */
    private static long expiry(IncomingRequest request) {
        OptionalLong ofContacts = request.head().list("Contact").stream()
                .map(RegistrationReader::contactExpiry)
                .flatMapToLong(OptionalLong::stream)
                .max();
        return ofContacts.orElseGet(() ->
                request.head().first("Expires").map(RegistrationReader::seconds).orElse(DEFAULT_SECONDS));
    }

    private static OptionalLong contactExpiry(String contact) {
        return NameAddr.read(contact)
                .flatMap(address -> address.parameters().value("expires"))
                .map(text -> OptionalLong.of(seconds(text)))
                .orElse(OptionalLong.empty());
    }

    private static long seconds(String text) {
        long seconds = SipText.decimal(text.strip());
        return seconds < 0 || seconds > MAX_SECONDS ? DEFAULT_SECONDS : seconds;
    }
}
