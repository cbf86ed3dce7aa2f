package io.pigw.p2psip.message;

/**
 * Finds a node by routing through the overlay; the answer returns directly (the paper, §2.3 and §2.6). Who may not ping has it
 * done.
 */
public sealed interface PingMessage extends P2psipMessage
        permits PingRequest, PingReceipt, PingResponse, AuditRequest, AuditAnswer, LocateRequest, LocateAnswer {}
