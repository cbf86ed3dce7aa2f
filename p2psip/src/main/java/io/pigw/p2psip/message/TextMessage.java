package io.pigw.p2psip.message;

/** A user's message and the answer to it: peer to CSP to gateway and back. */
public sealed interface TextMessage extends P2psipMessage permits MessageRequest, Response {}
