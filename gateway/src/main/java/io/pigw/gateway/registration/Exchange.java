package io.pigw.gateway.registration;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt to register, refresh or leave: a REGISTER and, as the core challenges, some more. Counts them. On the loop. */
final class Exchange {

    /** TS 24.229 §5.1.1.5.3: a UE responds to two invalid challenges in a row and then stops. */
    private static final int MAX_INVALID = 2;
    /** Proper answers: one, and one more if the nonce had grown stale meanwhile or the core lost it. */
    private static final int MAX_ANSWERED = 2;

    private static final int MAX_MIN_EXPIRES = 2;
    private static final String KEYS_DIFFER = "check that K and OP or OPc are the same on both sides";

    private final boolean leaving;
    private long expirySeconds;
    private int answered;
    private int invalid;
    private int raised;
    private boolean out;
    private @Nullable DigestSession session;

    Exchange(boolean leaving, long expirySeconds) {
        this.leaving = leaving;
        this.expirySeconds = leaving ? 0 : expirySeconds;
    }

    boolean isLeaving() {
        return leaving;
    }

    /** Whether a REGISTER is out that has not been answered. */
    boolean isOut() {
        return out;
    }

    void out(boolean now) {
        out = now;
    }

    long expirySeconds() {
        return expirySeconds;
    }

    /** What the last request was authorized with. */
    @Nullable
    DigestSession session() {
        return session;
    }

    void use(@Nullable DigestSession next) {
        session = next;
    }

    /** Why a challenge is not answered any more, if it is not. */
    Optional<String> refusesToAnswer(boolean password) {
        if (password) {
            answered++;
            return answered > MAX_ANSWERED
                    ? Optional.of(
                            "the core does not accept the answer to its challenge: check the key or password, and the"
                                    + " private identity, on both sides")
                    : Optional.empty();
        }
        invalid++;
        return invalid > MAX_INVALID
                ? Optional.of(
                        "the core's challenges are not valid, not even after synchronisation: check that K and OP or OPc"
                                + " are the same on both sides")
                : Optional.empty();
    }

    /** What a refusal most likely comes from, given what was answered before. */
    String hint() {
        return invalid > 0 ? ". The challenge before was not valid for our key: " + KEYS_DIFFER : "";
    }

    /** Takes a Min-Expires (RFC 3261 §10.2.8); false if it is none, or the core has raised it too often. */
    boolean raise(long seconds) {
        raised++;
        if (leaving || seconds <= expirySeconds || seconds > Integer.MAX_VALUE || raised > MAX_MIN_EXPIRES) {
            return false;
        }
        expirySeconds = seconds;
        return true;
    }
}
