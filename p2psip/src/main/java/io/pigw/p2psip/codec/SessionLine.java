package io.pigw.p2psip.codec;

import java.util.Set;

/** {@code P2PSIP PingRequest}: the start lines of the session layer (the paper, Figure 5), without a version. */
final class SessionLine {

    static final String PREFIX = "P2PSIP ";

    static final String PING_REQUEST = "PingRequest";
    static final String PING_RECEIPT = "PingReceipt";
    static final String PING_RESPONSE = "PingResponse";
    static final String AUDIT_REQUEST = "AuditRequest";
    static final String AUDIT_ANSWER = "AuditAnswer";
    static final String LOCATE_REQUEST = "LocateRequest";
    static final String LOCATE_ANSWER = "LocateAnswer";
    static final String JOIN_REQUEST = "JoinRequest";
    static final String JOIN_ANSWER = "JoinAnswer";
    static final String LEAVE_REQUEST = "LeaveRequest";
    static final String UPDATE_REQUEST = "UpdateRequest";
    static final String UPDATE_ANSWER = "UpdateAnswer";
    static final String ROUTE_QUERY = "RouteQuery";
    static final String ROUTE_QUERY_ANSWER = "RouteQueryAnswer";
    static final String ARC_PROOF_REQUEST = "ArcProofRequest";
    static final String ARC_PROOF_ANSWER = "ArcProofAnswer";
    static final String PING = "Ping";
    static final String OPINION_REQUEST = "OpinionRequest";
    static final String OPINION_RESPONSE = "OpinionResponse";
    static final String EVIDENCE_REPORT = "EvidenceReport";
    static final String OUTCOME_REPORT = "OutcomeReport";
    static final String NODE_OPINION_REQUEST = "NodeOpinionRequest";
    static final String NODE_OPINION_ANSWER = "NodeOpinionAnswer";
    static final String FETCH = "Fetch";
    static final String FETCH_ANSWER = "FetchAnswer";
    static final String RECORD_STORE = "RecordStore";
    static final String RECORD_STORE_ANSWER = "RecordStoreAnswer";
    static final String RECORD_FETCH = "RecordFetch";
    static final String RECORD_FETCH_ANSWER = "RecordFetchAnswer";
    static final String REVOCATION_NOTICE = "RevocationNotice";

    /** Those that answer an earlier message. */
    static final Set<String> ANSWERS = Set.of(
            PING_RECEIPT,
            AUDIT_ANSWER,
            LOCATE_ANSWER,
            JOIN_ANSWER,
            UPDATE_ANSWER,
            ROUTE_QUERY_ANSWER,
            ARC_PROOF_ANSWER,
            OPINION_RESPONSE,
            NODE_OPINION_ANSWER,
            FETCH_ANSWER,
            RECORD_STORE_ANSWER,
            RECORD_FETCH_ANSWER);

    private SessionLine() {}

    /** The word after the prefix. */
    static String type(Head head) throws DecodeException {
        return head.startLine(PREFIX.length());
    }
}
