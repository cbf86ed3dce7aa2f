package io.pigw.simulation.network;

import io.pigw.p2psip.message.AuditAnswer;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingMessage;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.message.RevocationNotice;
import io.pigw.p2psip.message.TextMessage;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.p2psip.message.UnknownRequest;

/** What messages are sent for. */
public enum Purpose {
    /** Finding nodes: pings, receipts, answers. */
    PINGS,
    /** Knowing whom to trust: audits, reports, opinions. */
    TRUST,
    /** The ring, records, and the rest. */
    REST;

    /** What a message is sent for that is no plain answer. */
    static Purpose of(P2psipMessage message) {
        return switch (message) {
            case AuditRequest _, AuditAnswer _, TrustMessage _ -> TRUST;
            case PingMessage _ -> PINGS;
            case ChordMessage _, NameMessage _, RecordMessage _, RevocationNotice _, TextMessage _, UnknownRequest _ ->
                REST;
        };
    }
}
