package io.pigw.p2psip.codec;

import io.netty.buffer.ByteBuf;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.LocateAnswer;
import io.pigw.p2psip.message.LocateRequest;
import io.pigw.p2psip.message.PingMessage;

/** A node that is looked for on behalf of a peer, and where it was found. */
final class LocateCodec {

    private LocateCodec() {}

    /** Reads a message of one of this family's types. */
    static PingMessage read(String type, Head head, ByteBuf body) throws DecodeException {
        Values.noBody(body);
        Transaction transaction = Values.transaction(head);
        return switch (type) {
            case SessionLine.LOCATE_REQUEST -> new LocateRequest(transaction, Values.nodeId(head, HeaderName.DEST_ID));
            case SessionLine.LOCATE_ANSWER ->
                new LocateAnswer(transaction, Values.nodeId(head, HeaderName.DEST_ID), Values.contact(head));
            default -> throw new IllegalArgumentException("not a message about a location");
        };
    }

    static void write(LocateRequest request, HeadWriter head) {
        head.startLine(SessionLine.PREFIX + SessionLine.LOCATE_REQUEST);
        head.transaction(request.transaction());
        head.header(HeaderName.DEST_ID, request.destination().toString());
        head.header(HeaderName.CONTENT_LENGTH, 0);
        head.end();
    }

    static void write(LocateAnswer answer, HeadWriter head) {
        head.startLine(SessionLine.PREFIX + SessionLine.LOCATE_ANSWER);
        head.transaction(answer.transaction());
        head.header(HeaderName.CONTACT, answer.contact().toString());
        head.header(HeaderName.DEST_ID, answer.destination().toString());
        head.header(HeaderName.CONTENT_LENGTH, 0);
        head.end();
    }
}
