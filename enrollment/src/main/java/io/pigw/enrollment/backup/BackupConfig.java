package io.pigw.enrollment.backup;

import io.pigw.runtime.config.Default;
import java.nio.file.Path;

/**
 * Where backups go.
 *
 * @param directory holds one folder for each; made when it is missing, 0700; best on another disk
 * @param keep that many of the newest, 1 to 1000; older ones are deleted
 * @param keys whether the authority's encrypted keys go along
 */
public record BackupConfig(
        Path directory,
        @Default("7") int keep,
        @Default("true") boolean keys) {

    private static final int MAX_KEPT = 1000;

    /** Checks the range. */
    public BackupConfig {
        if (keep < 1 || keep > MAX_KEPT) {
            throw new IllegalArgumentException("backup.keep must be 1 to " + MAX_KEPT + ", not " + keep);
        }
    }
}
