package io.pigw.p2psip.record;

/** What an owner can grant to another user. */
public enum Right {
    /** To fetch it. */
    READ,
    /** To store a new value in its place. */
    MODIFY,
    /** To store a tombstone in its place. */
    DELETE;

    /** Its bit in a written access list. */
    int bit() {
        return switch (this) {
            case READ -> 1;
            case MODIFY -> 2;
            case DELETE -> 4;
        };
    }
}
