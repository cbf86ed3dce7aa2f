package io.pigw.cli.enroll;

import io.pigw.cli.Failures;
import io.pigw.cli.Json;
import io.pigw.cli.UsageError;
import io.pigw.cli.UserError;
import io.pigw.enrollment.audit.AuditCheck;
import io.pigw.enrollment.audit.AuditCheckpoint;
import io.pigw.enrollment.audit.AuditDirectory;
import io.pigw.enrollment.audit.AuditExport;
import io.pigw.enrollment.audit.AuditVerdict;
import io.pigw.enrollment.audit.CheckpointReader;
import io.pigw.enrollment.store.DatabaseEnrollmentStore;
import io.pigw.runtime.identity.Pem;
import io.pigw.runtime.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks through a log without its server. */
final class AuditVerification {

    private AuditVerification() {}

    /** Prints the verdict: 0 if the log is whole, 1 if it is not. */
    static int run(Path what, @Nullable Path trust, List<Path> kept, Duration maxUncovered, boolean json)
            throws InterruptedException {
        if (trust == null && !kept.isEmpty()) {
            throw new UsageError("--checkpoint needs the root certificate: name it with --trust");
        }
        AuditCheck check = new AuditCheck(trust == null ? null : reader(trust), maxUncovered);
        try {
            for (Path file : kept) {
                if (AuditExport.checkpoints(file, check) == 0) {
                    throw new UserError("--checkpoint " + file
                            + " holds no checkpoint: name what 'pigw enroll audit --sign' or --out wrote");
                }
            }
            if (Files.isDirectory(what)) {
                Path database = AuditDirectory.databaseIn(what)
                        .orElseThrow(
                                () -> new UserError(what + " holds no database; name a backup, or store.directory"));
                AuditDirectory.read(database, DatabaseEnrollmentStore.MIGRATIONS, check);
            } else {
                AuditExport.read(what, check);
            }
        } catch (IOException | StoreException unreadable) {
            throw new UserError("the log cannot be read: " + Failures.describe(unreadable), unreadable);
        }
        AuditCheck.Report report = check.report();
        if (json) {
            System.out.println(Json.line(object(report)));
        } else {
            print(report, trust != null);
        }
        return report.isSound() ? 0 : 1;
    }

    private static CheckpointReader reader(Path trust) {
        try {
            return new CheckpointReader(Pem.readCertificates(trust));
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new UserError("--trust " + trust + ": " + Failures.describe(unreadable), unreadable);
        }
    }

    private static void print(AuditCheck.Report report, boolean trusted) {
        switch (report.verdict()) {
            case AuditVerdict.Intact intact ->
                System.out.println("whole: " + intact.entries() + " entries, the last one is "
                        + intact.head().hash().toHex());
            case AuditVerdict.Broken broken -> System.out.println("BROKEN at " + broken.seq() + ": " + broken.what());
        }
        report.doubts().forEach(doubt -> System.out.println("DOUBTFUL: " + doubt));
        Optional<AuditCheckpoint> last = report.last();
        if (last.isPresent()) {
            System.out.println("signed: " + report.checkpoints()
                    + (report.checkpoints() == 1 ? " checkpoint" : " checkpoints") + ", the last one of entry "
                    + last.get().head().seq() + " at " + last.get().at());
        } else {
            System.out.println("not signed: whether the end is missing cannot be told"
                    + (trusted ? " without a checkpoint" : "; name the root certificate with --trust"));
        }
    }

    private static Map<String, Object> object(AuditCheck.Report report) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("sound", report.isSound());
        switch (report.verdict()) {
            case AuditVerdict.Intact intact -> {
                object.put("entries", intact.entries());
                object.put("hash", intact.head().hash().toHex());
            }
            case AuditVerdict.Broken broken -> {
                object.put("brokenAt", broken.seq());
                object.put("broken", broken.what());
            }
        }
        object.put("checkpoints", report.checkpoints());
        report.last().ifPresent(last -> {
            object.put("checkpointOf", last.head().seq());
            object.put("checkpointAt", last.at().toString());
        });
        object.put("doubts", report.doubts());
        return object;
    }
}
