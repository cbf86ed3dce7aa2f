package io.pigw.overlay.port;

/** What a node may do, from its certificate's policy OID. */
public enum Role {
    PEER,
    CSP,
    GATEWAY,
    SOS,
    ENROLLMENT;

    /** Whether nodes of that role are members of the ring. */
    public boolean isRingMember() {
        return switch (this) {
            case PEER, CSP -> true;
            case GATEWAY, SOS, ENROLLMENT -> false;
        };
    }
}
