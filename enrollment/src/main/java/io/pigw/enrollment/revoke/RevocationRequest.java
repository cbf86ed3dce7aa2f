package io.pigw.enrollment.revoke;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision to take certificates back.
 *
 * @param selector which
 * @param reason why
 * @param invalidSince from when on they are not to be relied on (RFC 5280 §5.3.2); null: not known
 * @param actor who decides, 1 to 256 characters
 */
public record RevocationRequest(
        Selector selector,
        RevocationReason reason,
        @Nullable Instant invalidSince,
        String actor) {

    private static final int MAX_ACTOR = 256;

    /** Checks the actor. */
    public RevocationRequest {
        requireActor(actor);
    }

    static void requireActor(String actor) {
        if (actor.isBlank() || actor.length() > MAX_ACTOR) {
            throw new IllegalArgumentException("an actor has 1 to 256 characters");
        }
    }
}
