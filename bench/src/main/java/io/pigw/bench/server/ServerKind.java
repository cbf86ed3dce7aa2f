package io.pigw.bench.server;

/** What can be run in a process of its own. */
public enum ServerKind {
    /** The application server over the SIP stack: answers 200 at once. */
    ANSWER,

    /** The same, answering once the outbox has the message on disk; it is then marked delivered, without being sent. */
    ACCEPT,

    /** The whole gateway, from a configuration file. */
    GATEWAY,

    /** What the gateway delivers to: a CSP that is played. */
    CSP,

    /** A whole CSP, from a configuration file. */
    PROXY,

    /** A whole opinion server, from a configuration file. */
    SOS,

    /** Peers, each from a configuration file. */
    PEERS
}
