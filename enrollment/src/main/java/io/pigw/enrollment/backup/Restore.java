package io.pigw.enrollment.backup;

import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditEvent;
import io.pigw.enrollment.audit.AuditHead;
import io.pigw.enrollment.audit.AuditLog;
import io.pigw.enrollment.store.Restorations;
import io.pigw.runtime.identity.Pem;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a backup in place of a database that is gone, while no server runs. The database is made ready aside and appears last, with
 * one rename: before that, nothing is there that a server would start with, and the restoration can be run again.
 */
public final class Restore {

    private static final Logger log = LoggerFactory.getLogger(Restore.class);
    private static final String ASIDE = ".restoring";

    private final RestoreOptions options;
    private final String migrations;
    private final InstantSource clock;

    /**
     * A restoration.
     *
     * @param migrations of the database's schema: a backup of an older one is brought up to date
     */
    public Restore(RestoreOptions options, String migrations, InstantSource clock) {
        this.options = options;
        this.migrations = migrations;
        this.clock = clock;
    }

    /**
     * Checks everything, then does it. Blocks.
     *
     * @throws BackupException if the backup is damaged or another one, or something is in its place; nothing was changed then
     */
    public RestoreReport run(BackupProgress progress) throws BackupException, InterruptedException {
        try {
            Backup backup = Backup.verify(options.backup(), progress);
            requireExpected(backup);
            requireFree(options.store());
            requireNothingElse(backup);
            return put(backup, KnownCrls.read(options.crls(), authorities(backup)), progress);
        } catch (IOException | SQLException | StoreException e) {
            throw new BackupException(
                    "the backup was not restored: " + e.getMessage() + "; mend that and restore it again", e);
        }
    }

    private void requireExpected(Backup backup) throws BackupException {
        String expected = options.sha256();
        if (expected != null && !expected.equalsIgnoreCase(backup.sha256())) {
            throw new BackupException("the backup " + backup.folder() + " is not the one with the SHA-256 " + expected
                    + " but " + backup.sha256() + ": do not trust it, use another one");
        }
        if (!backup.manifest().overlay().equals(options.overlay())) {
            throw new BackupException(
                    "the backup is of the overlay " + backup.manifest().overlay() + ", the configuration of "
                            + options.overlay() + ": use the right one of each");
        }
    }

    private static void requireFree(Path store) throws BackupException {
        if (Files.exists(store, LinkOption.NOFOLLOW_LINKS)) {
            throw new BackupException("a database is at " + store
                    + ": stop the server that uses it and move the folder away; nothing is overwritten");
        }
    }

    private void requireNothingElse(Backup backup) throws IOException, BackupException {
        for (Manifest.Item item : authority(backup)) {
            Path target = target(item);
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                    && !FileTree.sha256(target).equals(item.sha256())) {
                throw new BackupException(target + " is there and is another one than the backup's: move "
                        + options.authority() + " away, or restore the backup that it belongs to");
            }
        }
    }

    private RestoreReport put(Backup backup, KnownCrls crls, BackupProgress progress)
            throws IOException, SQLException, BackupException, InterruptedException {
        Path store = options.store().toAbsolutePath();
        Path aside = store.resolveSibling(store.getFileName() + ASIDE);
        FileTree.delete(aside);
        FileTree.makePrivate(aside);
        Path from = backup.folder().resolve(Backup.DATABASE);
        long done = 0;
        for (Path file : FileTree.files(from)) {
            FileTree.copy(from.resolve(file), aside.resolve(file));
            done += Files.size(from.resolve(file));
            progress.update("restore", done, backup.manifest().bytes());
        }
        Marks marks = ready(aside, backup, crls);
        FileTree.seal(aside);
        for (Manifest.Item item : authority(backup)) {
            Path target = target(item);
            if (!Files.exists(target)) {
                FileTree.copy(backup.folder().resolve(item.path()), target);
            }
        }
        if (Files.isDirectory(options.authority())) {
            FileTree.makePrivate(options.authority());
            FileTree.force(options.authority());
        }
        FileTree.rename(aside, store);
        Manifest manifest = backup.manifest();
        Duration forgotten = Duration.between(manifest.takenAt(), clock.instant());
        log.atWarn()
                .addKeyValue("backup", backup.name())
                .addKeyValue("forgottenMinutes", forgotten.toMinutes())
                .addKeyValue("tokensVoided", marks.voided())
                .log("restored from a backup: what was issued or revoked since is not on record");
        return new RestoreReport(
                backup.name(),
                manifest.takenAt(),
                forgotten,
                manifest.certificates(),
                marks.voided(),
                marks.revoked(),
                missing(manifest));
    }

    private record Marks(int voided, int revoked) {}

    /** Opens the copy and makes it fit to serve. */
    private Marks ready(Path copy, Backup backup, KnownCrls crls)
            throws SQLException, BackupException, InterruptedException {
        Instant now = clock.instant();
        try (Databases databases = new Databases();
                Database database = databases.open(new StoreConfig(copy), migrations)) {
            Map<String, Long> differing = backup.manifest().differing(Contents.rows(database));
            // Tables that a newer version added are empty.
            differing.values().removeIf(count -> count == 0);
            if (!differing.isEmpty()) {
                throw new BackupException("the backup " + backup.folder() + " holds other rows than its manifest says: "
                        + differing.keySet() + "; use another one");
            }
            AuditHead head = Chain.verified(database);
            if (!backup.manifest()
                    .audit()
                    .equals(new Manifest.Audit(head.seq(), head.hash().toHex()))) {
                throw new BackupException("the backup " + backup.folder() + " holds another audit log than its manifest"
                        + " says; use another one");
            }
            return Chain.get(database.writer().submit(Runnable::run, statements -> {
                Marks marks = new Marks(
                        RestoredTokens.voidUnused(statements, now),
                        crls.revoke(statements, options.actor().toString(), now));
                Restorations.note(statements, backup.manifest().takenAt(), now);
                AuditLog.append(statements, event(backup, marks, now));
                return marks;
            }));
        }
    }

    private AuditEvent event(Backup backup, Marks marks, Instant now) {
        return AuditEvent.done(now, options.actor(), AuditAction.RESTORED, backup.name())
                .with("manifest", backup.sha256())
                .with("takenAt", backup.manifest().takenAt())
                .with("tokensVoided", marks.voided())
                .with("revoked", marks.revoked());
    }

    private List<String> missing(Manifest manifest) {
        return manifest.leftOut().stream()
                .filter(path -> !Files.exists(options.authority().resolve(path)))
                .toList();
    }

    private static List<X509Certificate> authorities(Backup backup) throws IOException, BackupException {
        List<X509Certificate> authorities = new ArrayList<>();
        CaFolder folder = CaFolder.of(backup.folder().resolve(Backup.AUTHORITY));
        for (Path file : folder.certificates()) {
            try {
                authorities.addAll(Pem.readCertificates(file));
            } catch (GeneralSecurityException malformed) {
                throw new BackupException(file + " holds no certificate: use another one", malformed);
            }
        }
        return authorities;
    }

    private static List<Manifest.Item> authority(Backup backup) {
        return backup.manifest().files().stream()
                .filter(item -> item.path().startsWith(Backup.AUTHORITY + "/"))
                .toList();
    }

    private Path target(Manifest.Item item) {
        return options.authority().resolve(item.path().substring(Backup.AUTHORITY.length() + 1));
    }
}
