package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Grant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token on record. The token itself nobody but its bearer knows.
 *
 * @param id the first 16 hexadecimal digits of its hash
 * @param used when; null: it was not
 * @param voided when it was taken back; null: it was not
 */
public record TokenRecord(
        String id,
        Grant grant,
        State state,
        Instant created,
        @Nullable Instant used,
        @Nullable Instant voided) {

    /** What a token is good for. */
    public enum State {
        /** Gives a certificate. */
        GOOD,
        /** Has given one. */
        USED,
        /** Was taken back. */
        VOIDED,
        /** Waited too long. */
        EXPIRED
    }
}
