package io.pigw.p2psip.codec;

import io.netty.buffer.ByteBuf;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.codec.DecodeException.Rule;
import io.pigw.p2psip.message.AuditAnswer;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.PingMessage;
import io.pigw.p2psip.message.PingReceipt;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RouteEntry;
import java.util.ArrayList;
import java.util.List;

/** Receipts of pings, and questions for them. */
final class AuditCodec {

    private AuditCodec() {}

    /** Reads a message of one of this family's types. */
    static PingMessage read(String type, Head head, ByteBuf body) throws DecodeException {
        Values.noBody(body);
        Transaction transaction = Values.transaction(head);
        return switch (type) {
            case SessionLine.PING_RECEIPT -> new PingReceipt(transaction, Values.contact(head), Values.identity(head));
            case SessionLine.AUDIT_REQUEST ->
                new AuditRequest(transaction, head.text(HeaderName.NONCE), (int)
                        head.number(HeaderName.ROUTE_INDEX, PingTerms.MAX_ROUTES));
            case SessionLine.AUDIT_ANSWER ->
                new AuditAnswer(transaction, entry(head), Values.contact(head), Values.identity(head));
            default -> throw new IllegalArgumentException("not a message about receipts");
        };
    }

    static void write(PingReceipt receipt, HeadWriter head) {
        begin(SessionLine.PING_RECEIPT, receipt.transaction(), head);
        head.header(HeaderName.CONTACT, receipt.taker().toString());
        head.identity(receipt.identity());
        end(head);
    }

    static void write(AuditRequest request, HeadWriter head) {
        begin(SessionLine.AUDIT_REQUEST, request.transaction(), head);
        head.header(HeaderName.NONCE, request.nonce());
        head.header(HeaderName.ROUTE_INDEX, request.routeIndex());
        end(head);
    }

    static void write(AuditAnswer answer, HeadWriter head) {
        begin(SessionLine.AUDIT_ANSWER, answer.transaction(), head);
        PingCodec.write(answer.entry(), head);
        head.header(HeaderName.CONTACT, answer.taker().toString());
        head.identity(answer.receipt());
        end(head);
    }

    private static void begin(String type, Transaction transaction, HeadWriter head) {
        head.startLine(SessionLine.PREFIX + type);
        head.transaction(transaction);
    }

    private static void end(HeadWriter head) {
        head.header(HeaderName.CONTENT_LENGTH, 0);
        head.end();
    }

    private static RouteEntry entry(Head head) throws DecodeException {
        List<RouteEntry> entries = new ArrayList<>();
        head.eachLine(HeaderName.ROUTE, 1, line -> entries.add(PingCodec.entry(line)));
        if (entries.isEmpty()) {
            throw new DecodeException(Rule.MISSING_HEADER, "Route is missing");
        }
        return entries.getFirst();
    }
}
