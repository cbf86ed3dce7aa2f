package io.pigw.gateway.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits the bytes of a head into lines and header fields within the limits, in one pass and without the RI's parser, so that
 * even a message that breaks a rule can be answered with its own Via, From, To, Call-ID and CSeq (RFC 3261 §7, §8.2.6).
 */
final class HeadScanner {

    private final SipLimits limits;

    HeadScanner(SipLimits limits) {
        this.limits = limits;
    }

    /**
     * Scans.
     *
     * @param bytes the message
     * @param length where the head ends: after its empty line, or where the bytes end
     */
    HeadScan scan(byte[] bytes, int length) {
        boolean tooLong = length > limits.headBytes();
        int end = Math.min(length, limits.headBytes());
        String text = new String(bytes, 0, end, StandardCharsets.UTF_8);
        Lines lines = new Lines(text);
        String startLine = lines.next();
        if (startLine == null || !SipText.isOneLine(startLine)) {
            return HeadScan.bad(new SipHead("", List.of()), Rule.NOT_SIP);
        }
        Fields fields = new Fields();
        for (String line = lines.next(); line != null && !line.isEmpty(); line = lines.next()) {
            fields.add(line);
        }
        fields.flush();
        SipHead head = new SipHead(startLine, fields.done);
        if (tooLong) {
            return HeadScan.bad(head, Rule.HEAD_TOO_LONG);
        }
        return fields.broken == null ? HeadScan.good(head) : HeadScan.bad(head, fields.broken);
    }

    /** Lines that end in CRLF or LF; what is left without an end is no line. */
    private static final class Lines {
        private final String text;
        private int position;

        Lines(String text) {
            this.text = text;
        }

        @Nullable
        String next() {
            int feed = text.indexOf('\n', position);
            if (feed < 0) {
                return null;
            }
            int end = feed > position && text.charAt(feed - 1) == '\r' ? feed - 1 : feed;
            String line = text.substring(position, end);
            position = feed + 1;
            return line;
        }
    }

    /** Header fields gathered so far; keeps the first broken rule and goes on, for the sake of the answer. */
    private final class Fields {
        private final List<HeaderField> done = new ArrayList<>();
        private final StringBuilder open = new StringBuilder();
        private int values;
        private @Nullable Rule broken;

        void add(String line) {
            char first = line.charAt(0);
            if (first == ' ' || first == '\t') {
                if (open.isEmpty()) {
                    breakRule(Rule.BAD_HEADER_LINE);
                } else {
                    open.append(' ').append(SipText.trim(line));
                }
                return;
            }
            flush();
            open.append(line);
        }

        void flush() {
            if (open.isEmpty()) {
                return;
            }
            String line = open.toString();
            open.setLength(0);
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : SipText.trim(line.substring(0, colon));
            if (!SipText.isToken(name) || !SipText.isHeaderText(line)) {
                breakRule(Rule.BAD_HEADER_LINE);
                return;
            }
            values += 1 + commas(line);
            if (done.size() >= limits.headerLines() || values > limits.headerValues()) {
                breakRule(Rule.TOO_MANY_HEADERS);
                return;
            }
            done.add(new HeaderField(HeaderNames.canonical(name), SipText.trim(line.substring(colon + 1))));
        }

        private void breakRule(Rule rule) {
            if (broken == null) {
                broken = rule;
            }
        }

        /** Every comma counts, quoted or not: what the parser would make of unbalanced quotes is not for us to guess. */
        private int commas(String line) {
            int count = 0;
            for (int at = line.indexOf(','); at >= 0; at = line.indexOf(',', at + 1)) {
                count++;
            }
            return count;
        }
    }
}
