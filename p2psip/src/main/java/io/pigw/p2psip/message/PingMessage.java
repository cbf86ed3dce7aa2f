package io.pigw.p2psip.message;

/** Finds a node by routing through the overlay; the answer returns directly (the paper, §2.3 and §2.6). */
public sealed interface PingMessage extends P2psipMessage permits PingRequest, PingResponse {}
