package io.pigw.p2psip.codec;

import io.netty.buffer.ByteBuf;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage;
import java.util.List;

/** Maintenance of the ring: neighbours and fingers as {@code ID host:port}, joined by semicolons. */
final class ChordCodec {

    private ChordCodec() {}

    /** Reads a message of one of this family's types. */
    static ChordMessage read(String type, Head head, ByteBuf body) throws DecodeException {
        Values.noBody(body);
        Transaction transaction = Values.transaction(head);
        return switch (type) {
            case SessionLine.JOIN_REQUEST -> new ChordMessage.JoinRequest(transaction, Values.contact(head));
            case SessionLine.JOIN_ANSWER ->
                new ChordMessage.JoinAnswer(
                        transaction, predecessors(head), successors(head), contacts(head, HeaderName.FINGERS));
            case SessionLine.LEAVE_REQUEST ->
                new ChordMessage.LeaveRequest(transaction, Values.contact(head), predecessors(head), successors(head));
            case SessionLine.UPDATE_REQUEST ->
                new ChordMessage.UpdateRequest(transaction, Values.contact(head), predecessors(head), successors(head));
            case SessionLine.UPDATE_ANSWER ->
                new ChordMessage.UpdateAnswer(transaction, predecessors(head), successors(head));
            case SessionLine.ROUTE_QUERY ->
                new ChordMessage.RouteQuery(
                        transaction, Values.nodeId(head, HeaderName.DEST_ID), Values.maxForwards(head));
            case SessionLine.ROUTE_QUERY_ANSWER ->
                new ChordMessage.RouteQueryAnswer(
                        transaction,
                        Values.contact(head),
                        predecessors(head),
                        successors(head),
                        ArcProofCodec.readOptional(head));
            case SessionLine.ARC_PROOF_REQUEST -> new ChordMessage.ArcProofRequest(transaction);
            case SessionLine.ARC_PROOF_ANSWER -> new ChordMessage.ArcProofAnswer(transaction, ArcProofCodec.read(head));
            case SessionLine.PING -> new ChordMessage.Ping(transaction);
            default -> throw new IllegalArgumentException("not a message of the ring's maintenance");
        };
    }

    static void write(ChordMessage message, HeadWriter head) {
        switch (message) {
            case ChordMessage.JoinRequest join -> {
                begin(SessionLine.JOIN_REQUEST, join.transaction(), head);
                head.header(HeaderName.CONTACT, join.joiner().toString());
            }
            case ChordMessage.JoinAnswer answer -> {
                begin(SessionLine.JOIN_ANSWER, answer.transaction(), head);
                neighbours(answer.predecessors(), answer.successors(), head);
                head.contacts(HeaderName.FINGERS, answer.fingers(), ChordMessage.MAX_CONTACTS);
            }
            case ChordMessage.LeaveRequest leave -> {
                begin(SessionLine.LEAVE_REQUEST, leave.transaction(), head);
                head.header(HeaderName.CONTACT, leave.leaver().toString());
                neighbours(leave.predecessors(), leave.successors(), head);
            }
            case ChordMessage.UpdateRequest update -> {
                begin(SessionLine.UPDATE_REQUEST, update.transaction(), head);
                head.header(HeaderName.CONTACT, update.sender().toString());
                neighbours(update.predecessors(), update.successors(), head);
            }
            case ChordMessage.UpdateAnswer answer -> {
                begin(SessionLine.UPDATE_ANSWER, answer.transaction(), head);
                neighbours(answer.predecessors(), answer.successors(), head);
            }
            case ChordMessage.RouteQuery query -> {
                begin(SessionLine.ROUTE_QUERY, query.transaction(), head);
                head.header(HeaderName.DEST_ID, query.target().toString());
                head.header(HeaderName.MAX_FORWARDS, query.maxForwards());
            }
            case ChordMessage.RouteQueryAnswer answer -> {
                begin(SessionLine.ROUTE_QUERY_ANSWER, answer.transaction(), head);
                head.header(HeaderName.CONTACT, answer.responsible().toString());
                neighbours(answer.predecessors(), answer.successors(), head);
                if (answer.proof() != null) {
                    ArcProofCodec.write(answer.proof(), head);
                }
            }
            case ChordMessage.ArcProofRequest request ->
                begin(SessionLine.ARC_PROOF_REQUEST, request.transaction(), head);
            case ChordMessage.ArcProofAnswer answer -> {
                begin(SessionLine.ARC_PROOF_ANSWER, answer.transaction(), head);
                ArcProofCodec.write(answer.proof(), head);
            }
            case ChordMessage.Ping ping -> begin(SessionLine.PING, ping.transaction(), head);
        }
        head.header(HeaderName.CONTENT_LENGTH, 0);
        head.end();
    }

    private static void begin(String type, Transaction transaction, HeadWriter head) {
        head.startLine(SessionLine.PREFIX + type);
        head.transaction(transaction);
    }

    private static void neighbours(List<NodeContact> predecessors, List<NodeContact> successors, HeadWriter head) {
        head.contacts(HeaderName.PREDECESSORS, predecessors, ChordMessage.MAX_CONTACTS);
        head.contacts(HeaderName.SUCCESSORS, successors, ChordMessage.MAX_CONTACTS);
    }

    private static List<NodeContact> predecessors(Head head) throws DecodeException {
        return contacts(head, HeaderName.PREDECESSORS);
    }

    private static List<NodeContact> successors(Head head) throws DecodeException {
        return contacts(head, HeaderName.SUCCESSORS);
    }

    private static List<NodeContact> contacts(Head head, HeaderName name) throws DecodeException {
        return Values.contacts(head, name, ChordMessage.MAX_CONTACTS);
    }
}
