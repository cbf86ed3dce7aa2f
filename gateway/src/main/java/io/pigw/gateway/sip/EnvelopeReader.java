package io.pigw.gateway.sip;

import java.util.List;
import java.util.Optional;

/** Reads the header fields that every message has (RFC 3261 §8.1.1, §8.2.6.2), and says which of them is missing or malformed. */
final class EnvelopeReader {

    /** Either an envelope or the first rule that the head breaks. */
    sealed interface Outcome {
        /** As it should be. */
        record Good(Envelope envelope) implements Outcome {}

        /** Not as it should be. */
        record Bad(Rule rule) implements Outcome {}
    }

    private static final List<String> ONCE =
            List.of("From", "To", "Call-ID", "CSeq", "Max-Forwards", "Date", "Content-Type");
    private static final long MAX_CSEQ = (1L << 31) - 1;

    private EnvelopeReader() {}

    /** Reads a request's; a Via that does not say the transport of the datagram that it came in is malformed. */
    static Outcome request(RequestLine line, SipHead head, Source source) {
        Outcome outcome = read(head, line.uri());
        if (!(outcome instanceof Outcome.Good(Envelope envelope))) {
            return outcome;
        }
        Optional<Rule> broken = via(envelope.via(), source).or(() -> method(envelope.method(), line.method()));
        return broken.<Outcome>map(Outcome.Bad::new).orElse(outcome);
    }

    /** Reads a response's; its topmost branch is one that we made. */
    static Outcome response(SipHead head) {
        Outcome outcome = read(head, "");
        boolean foreign = outcome instanceof Outcome.Good(Envelope envelope)
                && !envelope.via().hasModernBranch();
        return foreign ? new Outcome.Bad(Rule.BAD_BRANCH) : outcome;
    }

    private static Outcome read(SipHead head, String uri) {
        Optional<Rule> broken = repeated(head).or(() -> missing(head));
        if (broken.isPresent()) {
            return new Outcome.Bad(broken.get());
        }
        Optional<TopVia> via = topmost(head);
        if (via.isEmpty()) {
            return new Outcome.Bad(Rule.BAD_VIA);
        }
        String[] cseq = head.first("CSeq").orElse("").split("[ \t]+", -1);
        long number = cseq.length == 2 && SipText.isToken(cseq[1]) ? SipText.decimal(cseq[0]) : -1;
        if (number < 0 || number > MAX_CSEQ) {
            return new Outcome.Bad(Rule.BAD_CSEQ);
        }
        Optional<NameAddr> from = head.first("From").flatMap(NameAddr::read);
        Optional<NameAddr> to = head.first("To").flatMap(NameAddr::read);
        if (from.isEmpty() || to.isEmpty()) {
            return new Outcome.Bad(Rule.BAD_ADDRESS);
        }
        String callId = head.first("Call-ID").orElse("");
        return SipText.isCallId(callId)
                ? new Outcome.Good(new Envelope(uri, via.get(), from.get(), to.get(), callId, number, cseq[1]))
                : new Outcome.Bad(Rule.BAD_CALL_ID);
    }

    private static Optional<Rule> repeated(SipHead head) {
        for (String name : ONCE) {
            if (head.all(name).size() > 1) {
                return Optional.of(Rule.REPEATED_HEADER);
            }
        }
        return Optional.empty();
    }

    private static Optional<Rule> missing(SipHead head) {
        if (isMissing(head, "Via")) {
            return Optional.of(Rule.MISSING_VIA);
        }
        if (isMissing(head, "From")) {
            return Optional.of(Rule.MISSING_FROM);
        }
        if (isMissing(head, "To")) {
            return Optional.of(Rule.MISSING_TO);
        }
        if (isMissing(head, "Call-ID")) {
            return Optional.of(Rule.MISSING_CALL_ID);
        }
        return isMissing(head, "CSeq") ? Optional.of(Rule.MISSING_CSEQ) : Optional.empty();
    }

    private static boolean isMissing(SipHead head, String name) {
        return head.first(name).filter(value -> !value.isEmpty()).isEmpty();
    }

    /** The first value, if all lines are sound. */
    private static Optional<TopVia> topmost(SipHead head) {
        Optional<TopVia> top = Optional.empty();
        for (String line : head.all("Via")) {
            Optional<List<TopVia>> values = TopVia.readAll(line);
            if (values.isEmpty()) {
                return Optional.empty();
            }
            top = top.or(() -> Optional.of(values.get().getFirst()));
        }
        return top;
    }

    /**
     * The topmost Via of a datagram must say UDP, and none may send the answer elsewhere ({@code maddr}): the RI would look the
     * name up, or open a connection, for any stranger.
     */
    private static Optional<Rule> via(TopVia top, Source source) {
        if (source.isDatagram() && !top.transport().equals(source.transport()) || top.maddr()) {
            return Optional.of(Rule.BAD_VIA);
        }
        return top.claimsModernBranch() && !top.hasModernBranch() ? Optional.of(Rule.BAD_BRANCH) : Optional.empty();
    }

    /** RFC 4475 §3.1.2.17 and §3.1.2.18. */
    private static Optional<Rule> method(String inCseq, String inLine) {
        if (inCseq.equals(inLine)) {
            return Optional.empty();
        }
        return Optional.of(Methods.isKnown(inLine) ? Rule.BAD_CSEQ : Rule.UNKNOWN_METHOD);
    }
}
