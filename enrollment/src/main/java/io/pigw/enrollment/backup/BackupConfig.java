package io.pigw.enrollment.backup;

import io.pigw.runtime.config.Default;
import java.nio.file.Path;

/**
 * Where backups go.
 *
 * @param directory holds one folder for each; made when it is missing, 0700; best on another disk
 * @param keep that many of the newest, 1 to 1000
 * @param days of so many days, 2 to 366, the last one each; what neither keeps is deleted, but one older than a day
 * @param keys whether the authority's encrypted keys go along
 */
public record BackupConfig(
        Path directory,
        @Default("7") int keep,
        @Default("7") int days,
        @Default("true") boolean keys) {

    private static final int MAX_KEPT = 1000;
    private static final int MIN_DAYS = 2;
    private static final int MAX_DAYS = 366;

    /** Checks the ranges. */
    public BackupConfig {
        if (keep < 1 || keep > MAX_KEPT) {
            throw new IllegalArgumentException("backup.keep must be 1 to " + MAX_KEPT + ", not " + keep);
        }
        if (days < MIN_DAYS || days > MAX_DAYS) {
            throw new IllegalArgumentException("backup.days must be " + MIN_DAYS + " to " + MAX_DAYS + ", not " + days);
        }
    }
}
