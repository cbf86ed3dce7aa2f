package io.pigw.enrollment.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a restoration came to.
 *
 * @param backup its name
 * @param takenAt when that was made
 * @param forgotten between then and now: what was issued or revoked meanwhile is not on record
 * @param certificates on record now
 * @param tokensVoided unused ones, which may have been used after the backup
 * @param revoked certificates that a CRL lists and the backup does not know to be revoked
 * @param missing files of the authority that are neither in the backup nor there: to be put there by hand
 */
public record RestoreReport(
        String backup,
        Instant takenAt,
        Duration forgotten,
        long certificates,
        int tokensVoided,
        int revoked,
        List<String> missing) {

    /** Copies the list. */
    public RestoreReport {
        missing = List.copyOf(missing);
    }
}
