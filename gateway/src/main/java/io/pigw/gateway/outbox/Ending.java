package io.pigw.gateway.outbox;

/** How a delivery ended. */
public enum Ending {
    DELIVERED(1),
    REFUSED(2),
    EXPIRED(3);

    /** The state of a row whose delivery goes on. */
    static final int PENDING = 0;

    private final int code;

    Ending(int code) {
        this.code = code;
    }

    /** Of what is stored. */
    static Ending of(int code) {
        for (Ending ending : values()) {
            if (ending.code == code) {
                return ending;
            }
        }
        throw new IllegalArgumentException("no ending is stored as " + code);
    }

    /** As it is stored. */
    int code() {
        return code;
    }
}
