package io.pigw.gateway.ua;

import io.pigw.gateway.sip.HeaderField;
import io.pigw.gateway.sip.SipText;
import io.pigw.p2psip.Bytes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A request outside any dialog, other than INVITE and ACK. Whoever sends the same record again sends the same Call-ID, From tag and
 * CSeq, and to the same hop the same branch unless that hop gave it a final answer.
 *
 * @param method a token in upper case
 * @param requestUri whom it is for
 * @param fromUri in From
 * @param fromTag a token
 * @param toUri in To
 * @param callId one word
 * @param cseq 0 to 2^31 - 1
 * @param branch a token that begins with {@code z9hG4bK}: what each hop's own branch is made of
 * @param maxForwards 0 to 255
 * @param route what Route says
 * @param fields further header fields, in order; none that the sender writes itself
 * @param content the body and its type
 */
public record SipRequest(
        String method,
        String requestUri,
        String fromUri,
        String fromTag,
        String toUri,
        String callId,
        long cseq,
        String branch,
        int maxForwards,
        RouteSet route,
        List<HeaderField> fields,
        Optional<Content> content) {

    /** The most further header fields. */
    public static final int MAX_FIELDS = 64;

    private static final String COOKIE = "z9hG4bK";
    private static final long MAX_CSEQ = (1L << 31) - 1;
    private static final Set<String> NOT_HERE = Set.of("INVITE", "ACK", "CANCEL");
    private static final Set<String> OURS =
            Set.of("via", "max-forwards", "from", "to", "call-id", "cseq", "route", "content-type", "content-length");

    /**
     * A body.
     *
     * @param type of it, with parameters
     * @param body byte for byte
     */
    public record Content(String type, Bytes body) {
        /** Checks that the type is one line. */
        public Content {
            if (type.isEmpty() || !SipText.isOneLine(type)) {
                throw new IllegalArgumentException("contentType must be one line");
            }
        }
    }

    /** Checks that nothing could break out of its place. */
    public SipRequest {
        fields = List.copyOf(fields);
        if (!SipText.isToken(method) || !method.equals(method.toUpperCase(Locale.ROOT)) || NOT_HERE.contains(method)) {
            throw new IllegalArgumentException(
                    "method must be a token in upper case and make a non-INVITE transaction");
        }
        if (!SipText.isUriText(requestUri) || !SipText.isUriText(toUri) || !SipText.isUriText(fromUri)) {
            throw new IllegalArgumentException("requestUri, toUri and fromUri must be URIs");
        }
        if (!SipText.isToken(fromTag) || !SipText.isUriText(callId)) {
            throw new IllegalArgumentException("fromTag and callId must be single words");
        }
        if (!branch.startsWith(COOKIE) || branch.length() == COOKIE.length() || !SipText.isToken(branch)) {
            throw new IllegalArgumentException("branch must be a token that begins with " + COOKIE);
        }
        if (cseq < 0 || cseq > MAX_CSEQ || maxForwards < 0 || maxForwards > 255) {
            throw new IllegalArgumentException("cseq or maxForwards is out of range");
        }
        if (fields.size() > MAX_FIELDS) {
            throw new IllegalArgumentException("at most " + MAX_FIELDS + " fields");
        }
        for (HeaderField field : fields) {
            if (OURS.contains(field.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("not for callers to set: " + field.name());
            }
        }
    }

    /** What keeps requests at one server. */
    String affinity() {
        return route.affinity().orElse(callId);
    }
}
