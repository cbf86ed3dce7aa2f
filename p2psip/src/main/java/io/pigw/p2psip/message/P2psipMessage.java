package io.pigw.p2psip.message;

import io.pigw.p2psip.Transaction;

/** What travels on a P2PSIP connection. All of them are immutable. */
public sealed interface P2psipMessage
        permits TextMessage,
                PingMessage,
                ChordMessage,
                TrustMessage,
                NameMessage,
                RecordMessage,
                RevocationNotice,
                UnknownRequest {

    /** The attempt that this message makes or answers. */
    Transaction transaction();

    /** Whether this answers an earlier message with the same {@link #transaction()}. */
    default boolean isAnswer() {
        return switch (this) {
            case Response _,
                    ChordMessage.JoinAnswer _,
                    ChordMessage.UpdateAnswer _,
                    ChordMessage.RouteQueryAnswer _,
                    ChordMessage.ArcProofAnswer _,
                    PingReceipt _,
                    AuditAnswer _,
                    TrustMessage.OpinionResponse _,
                    TrustMessage.NodeOpinionAnswer _,
                    LocateAnswer _,
                    NameMessage.FetchAnswer _,
                    RecordMessage.StoreAnswer _,
                    RecordMessage.FetchAnswer _ -> true;
            case MessageRequest _,
                    PingRequest _,
                    PingResponse _,
                    AuditRequest _,
                    LocateRequest _,
                    ChordMessage.JoinRequest _,
                    ChordMessage.LeaveRequest _,
                    ChordMessage.UpdateRequest _,
                    ChordMessage.RouteQuery _,
                    ChordMessage.ArcProofRequest _,
                    ChordMessage.Ping _,
                    TrustMessage.OpinionRequest _,
                    TrustMessage.EvidenceReport _,
                    TrustMessage.OutcomeReport _,
                    TrustMessage.NodeOpinionRequest _,
                    NameMessage.Fetch _,
                    RecordMessage.Store _,
                    RecordMessage.Fetch _,
                    RevocationNotice _,
                    UnknownRequest _ -> false;
        };
    }
}
