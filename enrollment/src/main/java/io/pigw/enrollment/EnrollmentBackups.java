package io.pigw.enrollment;

import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditCheckpoints;
import io.pigw.enrollment.backup.BackupConfig;
import io.pigw.enrollment.backup.BackupException;
import io.pigw.enrollment.backup.BackupProgress;
import io.pigw.enrollment.backup.Backups;
import io.pigw.enrollment.backup.Restore;
import io.pigw.enrollment.backup.RestoreOptions;
import io.pigw.enrollment.backup.RestoreReport;
import io.pigw.enrollment.store.DatabaseEnrollmentStore;
import io.pigw.runtime.store.Database;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Backups of an enrollment server as its configuration names what is to be kept. */
public final class EnrollmentBackups {

    private EnrollmentBackups() {}

    /** For a server that runs. */
    static Backups of(
            BackupConfig backup,
            EnrollmentConfig config,
            Database database,
            AuditCheckpoints checkpoints,
            InstantSource clock) {
        return new Backups(
                backup,
                new Backups.Source(
                        database,
                        DatabaseEnrollmentStore.MIGRATIONS,
                        config.ca().directory(),
                        config.overlay().name()),
                checkpoints,
                clock);
    }

    /**
     * For a server that is stopped: puts a backup where the configuration says that database and keys are. Blocks.
     *
     * @param backup its folder
     * @param sha256 that its manifest must have, as the audit log of the server that made it tells; null: any
     * @param crls the latest CRL files that are to be had, such as nodes keep: what they list stays revoked
     * @param actor who restores, for the audit log
     * @throws BackupException if it cannot be; what was there is as it was
     */
    public static RestoreReport restore(
            EnrollmentConfig config,
            Path backup,
            @Nullable String sha256,
            List<Path> crls,
            AuditActor actor,
            InstantSource clock,
            BackupProgress progress)
            throws BackupException, InterruptedException {
        Path directory = config.store().directory();
        if (directory == null) {
            throw new BackupException("the configuration's database is in PostgreSQL: a backup is restored to"
                    + " a store.directory, a schema by the server's means");
        }
        RestoreOptions options = new RestoreOptions(
                backup,
                sha256,
                directory,
                config.ca().directory(),
                config.overlay().name(),
                crls,
                actor);
        return new Restore(options, DatabaseEnrollmentStore.MIGRATIONS, clock).run(progress);
    }
}
