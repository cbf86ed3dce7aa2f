package io.pigw.enrollment.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes backups that need not stay. What cannot be deleted now is tried again after the next backup. */
final class Pruning {

    private static final Logger log = LoggerFactory.getLogger(Pruning.class);

    private final Retention retention;
    private final Deletion deletion;

    /** By that rule. */
    Pruning(Retention retention, Deletion deletion) {
        this.retention = retention;
        this.deletion = deletion;
    }

    /** Takes a folder away with all that is in it. */
    @FunctionalInterface
    interface Deletion {
        void delete(Path folder) throws IOException;
    }

    /**
     * Deletes, but never the one just made: it is the oldest by name when the clock was set back.
     *
     * @param all the newest first
     */
    void after(Backup made, List<Backup> all) {
        for (Backup old : retention.superfluous(all, backup -> backup.manifest().takenAt())) {
            if (old.folder().equals(made.folder())) {
                continue;
            }
            try {
                deletion.delete(old.folder());
                log.atInfo().addKeyValue("folder", old.folder()).log("old backup deleted");
            } catch (IOException e) {
                log.atWarn()
                        .addKeyValue("folder", old.folder())
                        .addKeyValue("reason", String.valueOf(e.getMessage()))
                        .log("an old backup cannot be deleted: see whether the disk is well, or delete it by hand");
            }
        }
    }
}
