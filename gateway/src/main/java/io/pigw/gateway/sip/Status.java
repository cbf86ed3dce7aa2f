package io.pigw.gateway.sip;

import java.util.List;

/**
 * A final SIP status with what is said beside it.
 *
 * @param code 200 to 699
 * @param reason one line
 * @param fields further header fields; none of Via, From, To, Call-ID, CSeq, Contact, Content-Length, Content-Type: the answer to
 *     a MESSAGE has neither body nor Contact (RFC 3428 §7)
 */
public record Status(int code, String reason, List<HeaderField> fields) {

    private static final List<String> OURS =
            List.of("Via", "From", "To", "Call-ID", "CSeq", "Contact", "Content-Length", "Content-Type");

    /** Checks ranges and names. */
    public Status {
        if (code < 200 || code > 699) {
            throw new IllegalArgumentException("a final status is 200 to 699, not " + code);
        }
        if (!SipText.isOneLine(reason)) {
            throw new IllegalArgumentException("a reason is one line");
        }
        for (HeaderField field : fields) {
            if (OURS.contains(HeaderNames.canonical(field.name()))) {
                throw new IllegalArgumentException("not for callers to set: " + field.name());
            }
        }
        fields = List.copyOf(fields);
    }

    /** With nothing beside it. */
    public static Status of(int code, String reason) {
        return new Status(code, reason, List.of());
    }
}
