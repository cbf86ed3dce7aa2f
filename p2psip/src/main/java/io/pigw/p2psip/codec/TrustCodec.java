package io.pigw.p2psip.codec;

import io.netty.buffer.ByteBuf;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.codec.DecodeException.Rule;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.TrustMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Talk with the Secure Opinion Server. */
final class TrustCodec {

    /** Encoded PingRequests one after the other; each says where it ends. */
    static final String PINGS = "application/p2psip-pings";

    private static final int MAX_DOUBLE_LENGTH = 24;

    private TrustCodec() {}

    /** Reads a message of one of this family's types. */
    static TrustMessage read(String type, Head head, ByteBuf body) throws DecodeException {
        Transaction transaction = Values.transaction(head);
        if (type.equals(SessionLine.EVIDENCE_REPORT)) {
            return new TrustMessage.EvidenceReport(transaction, pings(head, body));
        }
        Values.noBody(body);
        return switch (type) {
            case SessionLine.OUTCOME_REPORT -> new TrustMessage.OutcomeReport(transaction, outcomes(head));
            case SessionLine.NODE_OPINION_REQUEST ->
                new TrustMessage.NodeOpinionRequest(
                        transaction, Values.nodeIds(head.text(HeaderName.NODES), TrustMessage.MAX_NODES));
            case SessionLine.NODE_OPINION_ANSWER -> new TrustMessage.NodeOpinionAnswer(transaction, opinions(head));
            case SessionLine.OPINION_REQUEST -> new TrustMessage.OpinionRequest(transaction, routes(head));
            case SessionLine.OPINION_RESPONSE ->
                new TrustMessage.OpinionResponse(
                        transaction,
                        (int) head.number(HeaderName.CHOSEN, TrustMessage.MAX_ROUTES),
                        expectations(head.text(HeaderName.EXPECTATIONS)));
            default -> throw new IllegalArgumentException("not a message of the opinion server's");
        };
    }

    static void write(TrustMessage message, HeadWriter head) {
        switch (message) {
            case TrustMessage.OpinionRequest request -> {
                begin(SessionLine.OPINION_REQUEST, request.transaction(), head);
                for (List<NodeId> route : request.routes()) {
                    head.words(HeaderName.ROUTE_NODES, route);
                }
                head.header(HeaderName.CONTENT_LENGTH, 0);
                head.end();
            }
            case TrustMessage.OpinionResponse response -> {
                begin(SessionLine.OPINION_RESPONSE, response.transaction(), head);
                head.header(HeaderName.CHOSEN, response.chosen());
                head.words(HeaderName.EXPECTATIONS, response.expectations());
                head.header(HeaderName.CONTENT_LENGTH, 0);
                head.end();
            }
            case TrustMessage.OutcomeReport report -> {
                begin(SessionLine.OUTCOME_REPORT, report.transaction(), head);
                report.outcomes().forEach(outcome -> head.header(HeaderName.OUTCOME, text(outcome)));
                head.header(HeaderName.CONTENT_LENGTH, 0);
                head.end();
            }
            case TrustMessage.NodeOpinionRequest request -> {
                begin(SessionLine.NODE_OPINION_REQUEST, request.transaction(), head);
                head.words(HeaderName.NODES, request.nodes());
                head.header(HeaderName.CONTENT_LENGTH, 0);
                head.end();
            }
            case TrustMessage.NodeOpinionAnswer answer -> {
                begin(SessionLine.NODE_OPINION_ANSWER, answer.transaction(), head);
                head.header(
                        HeaderName.OPINIONS,
                        answer.opinions().stream().map(TrustCodec::text).collect(Collectors.joining(";")));
                head.header(HeaderName.CONTENT_LENGTH, 0);
                head.end();
            }
            case TrustMessage.EvidenceReport report -> write(report, head);
        }
    }

    private static void write(TrustMessage.EvidenceReport report, HeadWriter head) {
        ByteBuf body = head.out().alloc().buffer();
        try {
            for (PingRequest ping : report.arrived()) {
                P2psipEncoder.encode(ping, body, head.limits());
                if (body.readableBytes() > head.limits().maxBodyBytes()) {
                    throw new IllegalArgumentException("the pings are over the limit of the body");
                }
            }
            begin(SessionLine.EVIDENCE_REPORT, report.transaction(), head);
            head.header(HeaderName.CONTENT_TYPE, PINGS);
            head.header(HeaderName.CONTENT_LENGTH, body.readableBytes());
            head.end();
            head.out().writeBytes(body);
        } finally {
            body.release();
        }
    }

    private static void begin(String type, Transaction transaction, HeadWriter head) {
        head.startLine(SessionLine.PREFIX + type);
        head.transaction(transaction);
    }

    private static List<List<NodeId>> routes(Head head) throws DecodeException {
        List<List<NodeId>> routes = new ArrayList<>();
        head.eachLine(
                HeaderName.ROUTE_NODES,
                TrustMessage.MAX_ROUTES,
                line -> routes.add(Values.nodeIds(line, TrustMessage.MAX_ROUTE_NODES)));
        return routes;
    }

    private static String text(LinkOutcome outcome) {
        return outcome.kind().name().toLowerCase(Locale.ROOT) + " " + outcome.observer() + " " + outcome.subject() + " "
                + outcome.destination() + " " + outcome.at().toEpochMilli();
    }

    private static List<LinkOutcome> outcomes(Head head) throws DecodeException {
        List<LinkOutcome> outcomes = new ArrayList<>();
        head.eachLine(HeaderName.OUTCOME, TrustMessage.MAX_OUTCOMES, line -> outcomes.add(outcome(line)));
        return outcomes;
    }

    /** {@code kind observer subject destination milliseconds}. */
    private static LinkOutcome outcome(String line) throws DecodeException {
        int first = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        List<NodeId> ids = first < 0 || last <= first ? List.of() : Values.nodeIds(line.substring(first + 1, last), 3);
        if (ids.size() != 3) {
            throw new IllegalArgumentException("Outcome is not 'kind observer subject destination milliseconds'");
        }
        return new LinkOutcome(
                kind(line.substring(0, first)),
                ids.getFirst(),
                ids.get(1),
                ids.getLast(),
                Values.milliseconds(line.substring(last + 1)));
    }

    private static LinkOutcome.Kind kind(String word) {
        for (LinkOutcome.Kind kind : LinkOutcome.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("an Outcome is passed, lost, silent or contradicted");
    }

    private static String text(TrustMessage.OpinionOn opinion) {
        return opinion.belief() + " " + opinion.disbelief() + " " + opinion.baseRate();
    }

    private static List<TrustMessage.OpinionOn> opinions(Head head) throws DecodeException {
        List<TrustMessage.OpinionOn> opinions = new ArrayList<>();
        head.eachElement(HeaderName.OPINIONS, ';', TrustMessage.MAX_NODES, element -> opinions.add(opinion(element)));
        return opinions;
    }

    /** {@code belief disbelief base-rate}, in millionths. */
    private static TrustMessage.OpinionOn opinion(String element) {
        int first = element.indexOf(' ');
        int last = element.lastIndexOf(' ');
        if (first < 0 || last <= first) {
            throw new IllegalArgumentException("an opinion is not 'belief disbelief base-rate'");
        }
        return new TrustMessage.OpinionOn(
                Values.smallNumber(element.substring(0, first)),
                Values.smallNumber(element.substring(first + 1, last)),
                Values.smallNumber(element.substring(last + 1)));
    }

    private static List<Double> expectations(String text) throws DecodeException {
        List<Double> expectations = new ArrayList<>();
        for (int start = 0, end; start < text.length(); start = end + 1) {
            end = text.indexOf(' ', start);
            end = end < 0 ? text.length() : end;
            if (expectations.size() == TrustMessage.MAX_ROUTES) {
                throw new DecodeException(Rule.TOO_MANY_ENTRIES, "more than " + TrustMessage.MAX_ROUTES + " routes");
            }
            expectations.add(expectation(text.substring(start, end)));
        }
        return expectations;
    }

    private static double expectation(String text) throws DecodeException {
        boolean plain = text.length() <= MAX_DOUBLE_LENGTH
                && text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.' || c == 'E' || c == '-');
        if (!plain) {
            throw new DecodeException(Rule.BAD_VALUE, "an expectation is not a decimal fraction");
        }
        return Double.parseDouble(text);
    }

    private static List<PingRequest> pings(Head head, ByteBuf body) throws DecodeException {
        Values.bodyOf(PINGS, head, body);
        List<PingRequest> pings = new ArrayList<>();
        while (body.isReadable()) {
            if (pings.size() == TrustMessage.MAX_PINGS) {
                throw new DecodeException(Rule.TOO_MANY_ENTRIES, "more than " + pings.size() + " pings");
            }
            if (!(new P2psipDecoder(head.limits(), true).decode(body) instanceof PingRequest ping)) {
                throw new DecodeException(Rule.BAD_NESTING, "a ping within the body is cut off");
            }
            pings.add(ping);
        }
        return pings;
    }
}
