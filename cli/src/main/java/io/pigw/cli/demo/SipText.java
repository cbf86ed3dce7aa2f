package io.pigw.cli.demo;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A SIP message off a datagram, as far as the demo's client needs it.
 *
 * @param startLine the first line
 * @param head all lines up to the empty one
 * @param body the rest
 */
record SipText(String startLine, String head, String body) {

    static SipText parse(byte[] datagram, int length) {
        String text = new String(Arrays.copyOf(datagram, length), StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        String head = end < 0 ? text : text.substring(0, end);
        int line = head.indexOf("\r\n");
        return new SipText(line < 0 ? head : head.substring(0, line), head, end < 0 ? "" : text.substring(end + 4));
    }

    boolean isResponse() {
        return startLine.startsWith("SIP/2.0 ");
    }

    /** The code of a response. */
    int status() {
        return Integer.parseInt(startLine.substring(8, 11));
    }

    /** The value of the first such header. */
    Optional<String> header(String name) {
        String wanted = name.toLowerCase(Locale.ROOT) + ":";
        return head.lines()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(wanted))
                .map(line -> line.substring(wanted.length()).strip())
                .findFirst();
    }

    /** All lines of such headers, as they stand. */
    String lines(String name) {
        String wanted = name.toLowerCase(Locale.ROOT) + ":";
        StringBuilder lines = new StringBuilder();
        head.lines()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(wanted))
                .forEach(line -> lines.append(line).append("\r\n"));
        return lines.toString();
    }
}
