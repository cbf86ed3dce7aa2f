package io.pigw.gateway.sip;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.StringMsgParser;
import io.pigw.p2psip.Bytes;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of the RI's parser: refuses what RFC 3261 wants refused and the RI lets pass, and hands the parser nothing but
 * the headers that transactions need. Its other headers stay text in {@link Received}: parsing them costs time, and a
 * {@code charset} that Java does not know would make the RI throw when it encodes.
 */
final class Guard {

    /** RFC 3261 §16.6 step 3: what a request without Max-Forwards gets. Old clients leave it out, so it is no error. */
    private static final int DEFAULT_MAX_FORWARDS = 70;

    private static final int MAX_MAX_FORWARDS = 255;
    private static final long MAX_CSEQ = (1L << 31) - 1;
    private static final int MAX_CONTENT_LENGTH_LINES = 4;

    private static final List<String> ONCE = List.of("From", "To", "Call-ID", "CSeq", "Max-Forwards", "Date");

    /** Judges a message whose framing is sound. Never throws. */
    Verdict judge(HeadScan scan, Bytes body, Source source, SipChannel channel) {
        SipHead head = scan.head();
        if (head.isResponse()) {
            return scan.broken().isPresent()
                    ? new Verdict.Drop(scan.broken().get())
                    : response(head, body, source, channel);
        }
        return switch (RequestLine.read(head.startLine())) {
            case RequestLine.Outcome.Bad bad ->
                bad.rule() == Rule.NOT_SIP ? new Verdict.Drop(bad.rule()) : refuse(head, bad.rule());
            case RequestLine.Outcome.Good good ->
                scan.broken().isPresent()
                        ? refuse(head, scan.broken().get())
                        : request(good.line(), head, body, source, channel);
        };
    }

    /** What a request earns that broke a rule before it came here. */
    Verdict refuse(SipHead head, Rule rule) {
        boolean silent = head.isResponse() || head.startLine().startsWith("ACK ");
        return silent ? new Verdict.Drop(rule) : new Verdict.Refuse(rule);
    }

    private Verdict request(RequestLine line, SipHead head, Bytes body, Source source, SipChannel channel) {
        Optional<Rule> broken = firstBroken(line, head, source);
        if (broken.isPresent()) {
            return refuse(head, broken.get());
        }
        int maxForwards = head.first("Max-Forwards").map(Integer::parseInt).orElse(DEFAULT_MAX_FORWARDS);
        StringBuilder reduced = new StringBuilder(512);
        reduced.append(line.method()).append(' ').append(line.uri()).append(" SIP/2.0\r\n");
        appendEssentials(head, reduced);
        reduced.append("Max-Forwards: ").append(maxForwards).append("\r\nContent-Length: 0\r\n\r\n");
        Received received = new Received(head, body, source, channel, maxForwards);
        return parse(reduced) instanceof SIPRequest request && isWhole(request)
                ? accepted(request, received)
                : refuse(head, Rule.UNPARSEABLE);
    }

    private static Verdict accepted(SIPRequest request, Received received) {
        request.setApplicationData(received);
        return new Verdict.Request(request);
    }

    private Verdict response(SipHead head, Bytes body, Source source, SipChannel channel) {
        String line = head.startLine();
        boolean good = line.length() >= 11
                && line.regionMatches(true, 0, "SIP/2.0 ", 0, 8)
                && SipText.decimal(line.substring(8, 11)) >= 100
                && (line.length() == 11 || line.charAt(11) == ' ');
        if (!good) {
            return new Verdict.Drop(Rule.BAD_START_LINE);
        }
        StringBuilder reduced = new StringBuilder(512);
        reduced.append("SIP/2.0 ").append(line, 8, 11).append(" -\r\n");
        appendEssentials(head, reduced);
        reduced.append("Content-Length: 0\r\n\r\n");
        if (parse(reduced) instanceof SIPResponse response && isWhole(response)) {
            response.setApplicationData(new Received(head, body, source, channel, 0));
            return new Verdict.Response(response);
        }
        return new Verdict.Drop(Rule.UNPARSEABLE);
    }

    private static Optional<Rule> firstBroken(RequestLine line, SipHead head, Source source) {
        for (String name : ONCE) {
            if (head.all(name).size() > 1) {
                return Optional.of(Rule.REPEATED_HEADER);
            }
        }
        return missing(head)
                .or(() -> via(head, source))
                .or(() -> cseq(line, head))
                .or(() -> head.first("Max-Forwards")
                        .map(SipText::decimal)
                        .filter(value -> value < 0 || value > MAX_MAX_FORWARDS)
                        .map(_ -> Rule.BAD_MAX_FORWARDS))
                .or(() -> head.first("Date")
                        .filter(date -> SipText.date(date).isEmpty())
                        .map(_ -> Rule.BAD_DATE))
                .or(() -> NameAddr.isSound(head.first("From").orElse(""))
                                && NameAddr.isSound(head.first("To").orElse(""))
                        ? Optional.empty()
                        : Optional.of(Rule.BAD_ADDRESS));
    }

    private static Optional<Rule> missing(SipHead head) {
        if (head.first("Via").isEmpty()) {
            return Optional.of(Rule.MISSING_VIA);
        }
        if (head.first("From").filter(v -> !v.isEmpty()).isEmpty()) {
            return Optional.of(Rule.MISSING_FROM);
        }
        if (head.first("To").filter(v -> !v.isEmpty()).isEmpty()) {
            return Optional.of(Rule.MISSING_TO);
        }
        if (head.first("Call-ID").filter(v -> !v.isEmpty()).isEmpty()) {
            return Optional.of(Rule.MISSING_CALL_ID);
        }
        return head.first("CSeq").isEmpty() ? Optional.of(Rule.MISSING_CSEQ) : Optional.empty();
    }

    /**
     * The topmost Via of a datagram must say UDP, and none may send the answer elsewhere ({@code maddr}): the RI would look the
     * name up, or open a connection, for any stranger. A branch of RFC 2543 would make it search all transactions.
     */
    private static Optional<Rule> via(SipHead head, Source source) {
        List<String> values = head.list("Via");
        Optional<TopVia> top = values.isEmpty() ? Optional.empty() : TopVia.read(values.getFirst());
        if (top.isEmpty()
                || source.isDatagram() && !top.get().transport().equals(source.transport())
                || top.get().maddr()) {
            return Optional.of(Rule.BAD_VIA);
        }
        return top.get().hasModernBranch() ? Optional.empty() : Optional.of(Rule.BAD_BRANCH);
    }

    private static Optional<Rule> cseq(RequestLine line, SipHead head) {
        String[] parts = head.first("CSeq").orElse("").split("[ \t]+", -1);
        boolean good = parts.length == 2
                && SipText.decimal(parts[0]) >= 0
                && SipText.decimal(parts[0]) <= MAX_CSEQ
                && parts[1].equals(line.method());
        return good ? Optional.empty() : Optional.of(Rule.BAD_CSEQ);
    }

    private static void appendEssentials(SipHead head, StringBuilder to) {
        for (String name : List.of("Via", "From", "To", "Call-ID", "CSeq")) {
            for (String value : head.all(name)) {
                to.append(name).append(": ").append(value).append("\r\n");
            }
        }
    }

    private static boolean isWhole(SIPMessage message) {
        return message.getTopmostVia() != null
                && message.getFrom() != null
                && message.getTo() != null
                && message.getCallId() != null
                && message.getCSeq() != null;
    }

    private static @Nullable SIPMessage parse(StringBuilder reduced) {
        try {
            byte[] bytes = reduced.toString().getBytes(StandardCharsets.UTF_8);
            return new StringMsgParser().parseSIPMessage(bytes, false, false, (e, _, _, _, _) -> {
                throw e;
            });
        } catch (ParseException | RuntimeException e) {
            return null;
        }
    }

    /** The body length that a head promises: empty if it says nothing, -1 if what it says is no number or two. */
    static Optional<Long> contentLength(SipHead head) {
        List<String> values = head.all("Content-Length");
        if (values.isEmpty()) {
            return Optional.empty();
        }
        boolean same = values.size() <= MAX_CONTENT_LENGTH_LINES
                && values.stream().distinct().count() == 1;
        return Optional.of(same ? SipText.decimal(values.getFirst()) : -1L);
    }
}
