package io.pigw.overlay.port;

/** What a node may do, from its certificate's policy OID. */
public enum Role {
    PEER,
    CSP,
    GATEWAY,
    SOS,
    ENROLLMENT
}
