package io.pigw.gateway.sip;

import java.util.Locale;

/** Rules that a message can break before it reaches the parser, with the answer that each earns. */
enum Rule {
    NOT_SIP(400, "Bad Request"),
    BAD_START_LINE(400, "Malformed Request-Line"),
    BAD_URI(400, "Malformed Request-URI"),
    VERSION(505, "Version Not Supported"),
    HEAD_TOO_LONG(400, "Header Section Too Long"),
    TOO_MANY_HEADERS(400, "Too Many Header Fields"),
    BAD_HEADER_LINE(400, "Malformed Header Field"),
    MISSING_VIA(400, "Missing Via"),
    MISSING_FROM(400, "Missing From"),
    MISSING_TO(400, "Missing To"),
    MISSING_CALL_ID(400, "Missing Call-ID"),
    MISSING_CSEQ(400, "Missing CSeq"),
    REPEATED_HEADER(400, "Repeated Header Field"),
    BAD_CSEQ(400, "Malformed CSeq"),
    BAD_MAX_FORWARDS(400, "Malformed Max-Forwards"),
    BAD_VIA(400, "Malformed Via"),
    BAD_BRANCH(400, "Via Branch Without Identifier"),
    BAD_DATE(400, "Malformed Date"),
    BAD_ADDRESS(400, "Malformed From or To"),
    BAD_CALL_ID(400, "Malformed Call-ID"),
    BAD_CONTACT(400, "Malformed Contact"),
    UNKNOWN_METHOD(501, "Not Implemented"),
    BAD_CONTENT_LENGTH(400, "Malformed Content-Length"),
    NO_CONTENT_LENGTH(400, "Content-Length Required"),
    TRUNCATED(400, "Body Shorter Than Content-Length"),
    TOO_LARGE(413, "Request Entity Too Large"),
    UNPARSEABLE(400, "Bad Request"),
    BUSY(503, "Service Unavailable");

    private final int status;
    private final String reason;

    Rule(int status, String reason) {
        this.status = status;
        this.reason = reason;
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    /** The label of counters. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
