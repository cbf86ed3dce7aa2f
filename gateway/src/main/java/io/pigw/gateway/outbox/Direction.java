package io.pigw.gateway.outbox;

/** Which way a message goes. */
public enum Direction {
    /** To a peer, through a CSP. */
    TO_PEER,
    /** To an IMS client, through the core. */
    TO_IMS
}
