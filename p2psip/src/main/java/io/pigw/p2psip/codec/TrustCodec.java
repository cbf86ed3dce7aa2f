package io.pigw.p2psip.codec;

import io.netty.buffer.ByteBuf;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.codec.DecodeException.Rule;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.TrustMessage;
import java.util.ArrayList;
import java.util.List;

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
