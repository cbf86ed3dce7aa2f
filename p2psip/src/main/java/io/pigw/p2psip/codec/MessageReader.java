package io.pigw.p2psip.codec;

import io.netty.buffer.ByteBuf;
import io.pigw.p2psip.ProtocolVersion;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.codec.DecodeException.Rule;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.UnknownRequest;
import java.util.List;

/** Tells the three forms of start line apart and hands over to the codec of the family. */
final class MessageReader {

    private MessageReader() {}

    static P2psipMessage read(Head head, ByteBuf body, boolean nested) throws DecodeException {
        if (nested && !head.startsWith(PingCodec.PING_REQUEST_LINE)) {
            throw new DecodeException(Rule.BAD_NESTING, "only a PingRequest may stand within a body");
        }
        if (head.startsWith(TextCodec.MESSAGE)) {
            return head.has(HeaderName.REQUIRE)
                    ? notUnderstood(head, TextCodec.MESSAGE.strip())
                    : TextCodec.readRequest(head, body);
        }
        if (head.startsWith(TextCodec.RESPONSE)) {
            return head.has(HeaderName.REQUIRE) ? failedAnswer(head) : TextCodec.readResponse(head, body);
        }
        if (head.startsWith(SessionLine.PREFIX)) {
            return readSession(head, body, SessionLine.type(head));
        }
        return readOther(head);
    }

    private static P2psipMessage readSession(Head head, ByteBuf body, String type) throws DecodeException {
        if (head.has(HeaderName.REQUIRE)) {
            return SessionLine.ANSWERS.contains(type) ? failedAnswer(head) : notUnderstood(head, type);
        }
        return switch (type) {
            case SessionLine.PING_REQUEST -> PingCodec.readRequest(head, body);
            case SessionLine.PING_RESPONSE -> PingCodec.readResponse(head, body);
            case SessionLine.PING_RECEIPT, SessionLine.AUDIT_REQUEST, SessionLine.AUDIT_ANSWER ->
                AuditCodec.read(type, head, body);
            case SessionLine.LOCATE_REQUEST, SessionLine.LOCATE_ANSWER -> LocateCodec.read(type, head, body);
            case SessionLine.JOIN_REQUEST,
                    SessionLine.JOIN_ANSWER,
                    SessionLine.LEAVE_REQUEST,
                    SessionLine.UPDATE_REQUEST,
                    SessionLine.UPDATE_ANSWER,
                    SessionLine.ROUTE_QUERY,
                    SessionLine.ROUTE_QUERY_ANSWER,
                    SessionLine.ARC_PROOF_REQUEST,
                    SessionLine.ARC_PROOF_ANSWER,
                    SessionLine.PING -> ChordCodec.read(type, head, body);
            case SessionLine.OPINION_REQUEST,
                    SessionLine.OPINION_RESPONSE,
                    SessionLine.NODE_OPINION_REQUEST,
                    SessionLine.NODE_OPINION_ANSWER,
                    SessionLine.OUTCOME_REPORT,
                    SessionLine.EVIDENCE_REPORT -> TrustCodec.read(type, head, body);
            case SessionLine.FETCH, SessionLine.FETCH_ANSWER -> NameCodec.read(type, head, body);
            case SessionLine.RECORD_STORE,
                    SessionLine.RECORD_STORE_ANSWER,
                    SessionLine.RECORD_FETCH,
                    SessionLine.RECORD_FETCH_ANSWER -> RecordCodec.read(type, head, body);
            case SessionLine.REVOCATION_NOTICE -> RevocationCodec.read(head, body);
            default -> unknown(head, type, Status.NOT_IMPLEMENTED);
        };
    }

    /** {@code METHOD target P2PSIP/2.0} of a method that this release does not know. */
    private static P2psipMessage readOther(Head head) throws DecodeException {
        String line = head.startLine(0);
        int blank = line.indexOf(' ');
        int version = line.lastIndexOf(' ');
        if (blank <= 0 || version <= blank + 1 || !line.startsWith("P2PSIP/", version + 1)) {
            throw new DecodeException(Rule.BAD_START_LINE, "none of the three forms");
        }
        if (!line.endsWith(" " + ProtocolVersion.START_LINE)) {
            throw new DecodeException(Rule.BAD_VERSION, "not " + ProtocolVersion.START_LINE);
        }
        Status answer = head.has(HeaderName.REQUIRE) ? Status.BAD_EXTENSION : Status.NOT_IMPLEMENTED;
        return unknown(head, line.substring(0, blank), answer);
    }

    private static UnknownRequest notUnderstood(Head head, String type) throws DecodeException {
        return unknown(head, type, Status.BAD_EXTENSION);
    }

    private static UnknownRequest unknown(Head head, String type, Status answer) throws DecodeException {
        Transaction transaction = Values.transaction(head);
        try {
            return new UnknownRequest(type, transaction, answer);
        } catch (IllegalArgumentException notAToken) {
            throw new DecodeException(Rule.BAD_START_LINE, String.valueOf(notAToken.getMessage()));
        }
    }

    /** An answer that requires what is not understood: to whoever waits for it, a failure. */
    private static Response failedAnswer(Head head) throws DecodeException {
        Transaction transaction = Values.transaction(head);
        return new Response(Status.BAD_EXTENSION, transaction, null, null, null, null, null, 0, List.of());
    }
}
