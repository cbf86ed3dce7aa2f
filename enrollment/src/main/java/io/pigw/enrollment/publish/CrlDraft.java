package io.pigw.enrollment.publish;

import io.pigw.enrollment.revoke.RevocationReason;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the next CRL of an issuer is to say.
 *
 * @param number of that CRL
 * @param entries what it lists, the earliest revocation first
 */
record CrlDraft(long number, List<Entry> entries) {

    CrlDraft {
        entries = List.copyOf(entries);
    }

    /** A revoked certificate. */
    record Entry(
            BigInteger serial,
            Instant revokedAt,
            RevocationReason reason,
            @Nullable Instant invalidSince) {}
}
