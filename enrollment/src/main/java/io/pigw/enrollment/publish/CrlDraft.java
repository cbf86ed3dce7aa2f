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
public record CrlDraft(long number, List<Entry> entries) {

    /** Copies the list. */
    public CrlDraft {
        entries = List.copyOf(entries);
    }

    /**
     * A revoked certificate.
     *
     * @param invalidSince when its key was lost, if that is known
     */
    public record Entry(
            BigInteger serial,
            Instant revokedAt,
            RevocationReason reason,
            @Nullable Instant invalidSince) {}
}
