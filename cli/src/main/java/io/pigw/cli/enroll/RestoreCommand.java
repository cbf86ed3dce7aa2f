package io.pigw.cli.enroll;

import io.pigw.cli.Json;
import io.pigw.cli.UserError;
import io.pigw.enrollment.EnrollmentBackups;
import io.pigw.enrollment.EnrollmentConfig;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.backup.BackupException;
import io.pigw.enrollment.backup.BackupProgress;
import io.pigw.enrollment.backup.RestoreReport;
import io.pigw.runtime.config.Configuration;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pigw enroll restore}. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Puts a backup back, with the server stopped.",
            "That is its database, which must not be there, and its authority's files. Tokens that were unused then are void:"
                    + " they may have been used since. The server, once started, issues nothing to nodes until"
                    + " 'pigw enroll resume'."
        },
        footer = {
            "",
            "Example:",
            "  ./pigw enroll restore --config enrollment.yaml \\",
            "    backup/enrollment-20261121T163000Z"
        })
public final class RestoreCommand implements Callable<Integer> {

    @Parameters(paramLabel = "BACKUP", description = "the backup's folder")
    Path backup = Path.of("");

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "the server's configuration")
    Path config = Path.of("");

    @Option(
            names = "--sha256",
            paramLabel = "HEX",
            description = "that 'pigw enroll backup' printed: anything else is refused")
    @Nullable
    String sha256;

    @Option(
            names = "--crl",
            paramLabel = "FILE",
            description = "a CRL signed after the backup, such as nodes keep: what it lists stays revoked; repeatable")
    List<Path> crls = List.of();

    @Option(names = "--json", description = "print one JSON object")
    boolean json;

    @Override
    public Integer call() throws InterruptedException {
        EnrollmentConfig server = Configuration.load(config, EnrollmentConfig.class, System.getenv());
        String user = System.getProperty("user.name", "unknown");
        RestoreReport report;
        try {
            report = EnrollmentBackups.restore(
                    server, backup, sha256, crls, AuditActor.console(user), Clock.systemUTC(), BackupProgress.SILENT);
        } catch (BackupException refused) {
            throw new UserError(String.valueOf(refused.getMessage()), refused);
        }
        if (json) {
            System.out.println(Json.line(Map.of(
                    "backup", report.backup(),
                    "taken", report.takenAt().toString(),
                    "forgottenSeconds", report.forgotten().toSeconds(),
                    "certificates", report.certificates(),
                    "tokensVoided", report.tokensVoided(),
                    "revoked", report.revoked(),
                    "missing", report.missing())));
        } else {
            System.out.println("restored " + report.backup() + " of " + report.takenAt() + ": " + report.certificates()
                    + " certificates on record, " + report.tokensVoided() + " unused tokens voided");
            if (!crls.isEmpty()) {
                System.out.println("revoked by the lists given: " + report.revoked()
                        + " certificates that the backup did not know to be");
            }
            System.out.println("what was issued or revoked in the "
                    + report.forgotten().toMinutes() + " minutes since is not on record");
            System.out.println(
                    "start the server, revoke and block again what was meanwhile, then run 'pigw enroll resume':"
                            + " nodes get no certificates before");
            report.missing().forEach(file -> System.out.println("put there by hand: " + file));
        }
        return 0;
    }
}
