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
 * the few values that transactions need, read by the grammar of RFC 3261 §25.1 before. All headers stay text in {@link Received}:
 * the RI changes what it parses and writes again, takes time for it, and throws over a {@code charset} that Java does not know.
 */
final class Guard {

    /** RFC 3261 §16.6 step 3: what a request without Max-Forwards gets. Old clients leave it out, so it is no error. */
    private static final int DEFAULT_MAX_FORWARDS = 70;

    private static final int MAX_MAX_FORWARDS = 255;
    private static final int MAX_CONTENT_LENGTH_LINES = 4;

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

    /** What a request earns that broke a rule before it came here. Without a Via there is nobody to answer. */
    Verdict refuse(SipHead head, Rule rule) {
        boolean silent = head.isResponse()
                || head.startLine().startsWith("ACK ")
                || head.list("Via").isEmpty();
        return silent ? new Verdict.Drop(rule) : new Verdict.Refuse(rule);
    }

    private Verdict request(RequestLine line, SipHead head, Bytes body, Source source, SipChannel channel) {
        return switch (EnvelopeReader.request(line, head, source)) {
            case EnvelopeReader.Outcome.Bad bad -> refuse(head, bad.rule());
            case EnvelopeReader.Outcome.Good good -> {
                Optional<Rule> broken = firstBroken(head);
                yield broken.isPresent()
                        ? refuse(head, broken.get())
                        : request(good.envelope(), head, body, source, channel);
            }
        };
    }

    private Verdict request(Envelope envelope, SipHead head, Bytes body, Source source, SipChannel channel) {
        int maxForwards = head.first("Max-Forwards")
                .map(SipText::decimal)
                .map(Math::toIntExact)
                .orElse(DEFAULT_MAX_FORWARDS);
        StringBuilder reduced = new StringBuilder(512);
        reduced.append(envelope.method()).append(" sip:to.invalid SIP/2.0\r\n");
        envelope.appendRequest(reduced, source);
        reduced.append("Max-Forwards: ").append(maxForwards).append("\r\nContent-Length: 0\r\n\r\n");
        if (parse(reduced) instanceof SIPRequest request && isWhole(request)) {
            request.setApplicationData(new Received(head, envelope, body, source, channel, maxForwards));
            return new Verdict.Request(request);
        }
        return refuse(head, Rule.UNPARSEABLE);
    }

    private static Verdict response(SipHead head, Bytes body, Source source, SipChannel channel) {
        String line = head.startLine();
        boolean good = line.length() >= 11
                && line.regionMatches(true, 0, "SIP/2.0 ", 0, 8)
                && SipText.decimal(line.substring(8, 11)) >= 100
                && SipText.decimal(line.substring(8, 11)) <= 699
                && (line.length() == 11 || line.charAt(11) == ' ');
        if (!good) {
            return new Verdict.Drop(Rule.BAD_START_LINE);
        }
        return switch (EnvelopeReader.response(head)) {
            case EnvelopeReader.Outcome.Bad bad -> new Verdict.Drop(bad.rule());
            case EnvelopeReader.Outcome.Good(Envelope envelope) -> {
                StringBuilder reduced = new StringBuilder(512);
                reduced.append("SIP/2.0 ").append(line, 8, 11).append(" -\r\n");
                envelope.appendResponse(reduced);
                reduced.append("Content-Length: 0\r\n\r\n");
                if (parse(reduced) instanceof SIPResponse response && isWhole(response)) {
                    response.setApplicationData(new Received(head, envelope, body, source, channel, 0));
                    yield new Verdict.Response(response);
                }
                yield new Verdict.Drop(Rule.UNPARSEABLE);
            }
        };
    }

    private static Optional<Rule> firstBroken(SipHead head) {
        Optional<Long> maxForwards = head.first("Max-Forwards").map(SipText::decimal);
        if (maxForwards.filter(value -> value < 0 || value > MAX_MAX_FORWARDS).isPresent()) {
            return Optional.of(Rule.BAD_MAX_FORWARDS);
        }
        if (head.first("Date").filter(date -> SipText.date(date).isEmpty()).isPresent()) {
            return Optional.of(Rule.BAD_DATE);
        }
        List<String> contacts = head.list("Contact");
        boolean sound = contacts.equals(List.of("*"))
                || contacts.stream().allMatch(contact -> NameAddr.read(contact).isPresent());
        return sound ? Optional.empty() : Optional.of(Rule.BAD_CONTACT);
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
            byte[] bytes = reduced.toString().getBytes(StandardCharsets.US_ASCII);
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
