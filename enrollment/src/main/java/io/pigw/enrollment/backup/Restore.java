package io.pigw.enrollment.backup;

import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditEvent;
import io.pigw.enrollment.audit.AuditHead;
import io.pigw.enrollment.audit.AuditLog;
import io.pigw.enrollment.ca.CaFiles;
import io.pigw.enrollment.ca.OlderCopy;
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
            List<Manifest.Item> wanting = wanting(backup);
            return put(backup, wanting, KnownCrls.read(options.crls(), authorities(backup)), progress);
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

    /** What of the authority's files is to be put back: what a rotation or the root's holder put there since stays. */
    private List<Manifest.Item> wanting(Backup backup) throws IOException, BackupException {
        OlderCopy copy = new OlderCopy(new CaFiles(folder(backup)), new CaFiles(options.authority()));
        List<Manifest.Item> wanting = new ArrayList<>();
        for (Manifest.Item item : authority(backup)) {
            switch (copy.compare(Path.of(relative(item)))) {
                case OlderCopy.Finding.Missing _ -> wanting.add(item);
                case OlderCopy.Finding.Good _ -> {}
                case OlderCopy.Finding.Other(String why) ->
                    throw new BackupException(target(item) + " " + why
                            + ": if the other files there are right, move this one away, and the"
                            + " backup's takes its place; else restore the backup that the folder belongs to");
            }
        }
        // The register last: while it is not there, the folder holds no authority.
        return wanting.reversed();
    }

    private RestoreReport put(Backup backup, List<Manifest.Item> wanting, KnownCrls crls, BackupProgress progress)
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
        for (Manifest.Item item : wanting) {
            FileTree.copy(backup.folder().resolve(item.path()), target(item));
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

    /** Those of the backup, and those that came to be since. */
    private List<X509Certificate> authorities(Backup backup) throws IOException, BackupException {
        List<X509Certificate> authorities = new ArrayList<>(certificates(folder(backup)));
        X509Certificate root = root(folder(backup));
        if (Files.isDirectory(options.authority())) {
            for (X509Certificate later : certificates(options.authority())) {
                if (!authorities.contains(later) && isSigned(later, root)) {
                    authorities.add(later);
                }
            }
        }
        return authorities;
    }

    private static List<X509Certificate> certificates(Path directory) throws IOException, BackupException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Path file : CaFolder.of(directory).certificates()) {
            certificates.addAll(read(file));
        }
        return certificates;
    }

    private static X509Certificate root(Path directory) throws IOException, BackupException {
        return read(new CaFiles(directory).trust()).getFirst();
    }

    private static List<X509Certificate> read(Path file) throws IOException, BackupException {
        try {
            return Pem.readCertificates(file);
        } catch (GeneralSecurityException malformed) {
            throw new BackupException(file + " holds no certificate: move it away, or use another backup", malformed);
        }
    }

    private static boolean isSigned(X509Certificate certificate, X509Certificate root) {
        try {
            certificate.verify(root.getPublicKey());
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    private static Path folder(Backup backup) {
        return backup.folder().resolve(Backup.AUTHORITY);
    }

    private static List<Manifest.Item> authority(Backup backup) {
        return backup.manifest().files().stream()
                .filter(item -> item.path().startsWith(Backup.AUTHORITY + "/"))
                .toList();
    }

    private static String relative(Manifest.Item item) {
        return item.path().substring(Backup.AUTHORITY.length() + 1);
    }

    private Path target(Manifest.Item item) {
        return options.authority().resolve(relative(item));
    }
}
