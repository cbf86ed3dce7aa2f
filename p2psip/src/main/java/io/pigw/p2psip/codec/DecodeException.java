package io.pigw.p2psip.codec;

import java.util.Locale;

/**
 * The peer's bytes break a rule of P2PSIP/2.0. The connection they came on cannot go on, for its framing is lost; nothing
 * else is touched. The message is safe to log: it holds none of the peer's bytes.
 */
public final class DecodeException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What was broken. */
    public enum Rule {
        /** A line of the head is longer than {@link Limits#maxLineBytes()}. */
        LINE_TOO_LONG,
        /** More header lines than {@link Limits#maxHeaders()}. */
        TOO_MANY_HEADERS,
        /** The head is larger than {@link Limits#maxHeadBytes()}. */
        HEAD_TOO_LARGE,
        /** {@code Content-Length} is greater than {@link Limits#maxBodyBytes()}. */
        BODY_TOO_LARGE,
        /** A list has more elements than its limit. */
        TOO_MANY_ENTRIES,
        /** The first line is none of the three forms of start line. */
        BAD_START_LINE,
        /** The start line names a version other than 2.0. */
        BAD_VERSION,
        /** A header line is not {@code Name: value}. */
        MALFORMED_HEADER,
        /** A header line continues the one before it (obsolete line folding). */
        FOLDED_HEADER,
        /** The head holds NUL, a CR without LF, or another control character. */
        CONTROL_CHARACTER,
        /** A value is not UTF-8. */
        BAD_UTF8,
        /** A header that may stand once stands twice. */
        DUPLICATE_HEADER,
        /** The message lacks a header that it needs. */
        MISSING_HEADER,
        /** A header's value is not of its form or range. */
        BAD_VALUE,
        /** The body is not of its form, or stands where there is none. */
        BAD_BODY,
        /** A message within a body is not of the only type that may be there. */
        BAD_NESTING,
        /** The connection ended within a message. */
        TRUNCATED;

        /** The rule as the label of a counter: lower case with underscores. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Rule rule;

    DecodeException(Rule rule, String detail) {
        super(rule.label() + ": " + detail, null, false, false);
        this.rule = rule;
    }

    /** What was broken. */
    public Rule rule() {
        return rule;
    }
}
