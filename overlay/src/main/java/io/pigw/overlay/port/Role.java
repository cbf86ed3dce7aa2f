package io.pigw.overlay.port;

/** What a node may do, from its certificate's policy OID. */
public enum Role {
    PEER,
    CSP,
    GATEWAY,
    SOS,
    ENROLLMENT,
    /** A user's node that takes no part in the ring: it neither routes nor stores (RFC 6940 §3.2.1). */
    CLIENT,
    /** A person who administers the enrollment server; no node of the overlay. */
    OPERATOR;

    /** Whether nodes of that role are members of the ring. */
    public boolean isRingMember() {
        return switch (this) {
            case PEER, CSP -> true;
            case GATEWAY, SOS, ENROLLMENT, CLIENT, OPERATOR -> false;
        };
    }
}
