package io.pigw.enrollment.backup;

import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditCheckpoints;
import io.pigw.enrollment.audit.AuditEvent;
import io.pigw.enrollment.audit.AuditHead;
import io.pigw.enrollment.audit.BrokenLogException;
import io.pigw.enrollment.audit.DatabaseAuditStore;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes backups while the server serves, one at a time. Each is made aside, opened once as proof that it opens, described by
 * a {@link Manifest}, and appears with one rename. Blocks: for virtual threads and mains. Any number of threads.
 */
public final class Backups {

    private static final Logger log = LoggerFactory.getLogger(Backups.class);
    private static final String ASIDE = ".making";
    private static final String PREFIX = "backup-";
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final BackupConfig config;
    private final Source source;
    private final AuditCheckpoints checkpoints;
    private final InstantSource clock;
    private final ReentrantLock busy = new ReentrantLock();

    /**
     * What backups are of.
     *
     * @param database the server's, open
     * @param migrations of its schema
     * @param authority the folder with the authority's files
     * @param overlay that the authority is of
     */
    public record Source(Database database, String migrations, Path authority, String overlay) {}

    /**
     * Backups of that source.
     *
     * @param checkpoints of the server's log: each backup has one of its own time, which says where its log ends
     */
    public Backups(BackupConfig config, Source source, AuditCheckpoints checkpoints, InstantSource clock) {
        this.config = config;
        this.source = source;
        this.checkpoints = checkpoints;
        this.clock = clock;
    }

    /**
     * Makes one, then deletes those that {@link Retention} does not keep.
     *
     * @param actor who asked for it, for the audit log
     * @throws BackupException if it cannot be made, or another is being made
     */
    public Backup make(AuditActor actor, BackupProgress progress) throws BackupException, InterruptedException {
        if (!busy.tryLock()) {
            throw new BackupException("a backup is being made: wait until it is done");
        }
        try {
            Instant now = clock.instant();
            Path aside = config.directory().resolve(ASIDE);
            Path folder = config.directory().resolve(PREFIX + NAME.format(now));
            if (Files.exists(folder)) {
                throw new BackupException(folder + " is there already: wait a second");
            }
            FileTree.makePrivate(config.directory());
            FileTree.delete(aside);
            FileTree.makePrivate(aside);
            sign();
            Backup made = fill(aside, now, progress);
            FileTree.rename(aside, folder);
            Backup backup = new Backup(folder, made.sha256(), made.manifest());
            note(backup, actor);
            prune(backup);
            log.atInfo()
                    .addKeyValue("folder", folder)
                    .addKeyValue("sha256", backup.sha256())
                    .log("backup made");
            return backup;
        } catch (IOException | SQLException | StoreException e) {
            throw new BackupException("no backup was made in " + config.directory() + ": " + e.getMessage(), e);
        } finally {
            busy.unlock();
        }
    }

    /** A key that cannot be had is no reason to be without a backup; a log that is broken is one not to keep it. */
    private void sign() throws BackupException, InterruptedException {
        try {
            checkpoints.make();
        } catch (BrokenLogException e) {
            throw new BackupException(
                    "the audit log is broken: " + e.getMessage() + "; keep the older backups, and restore one", e);
        } catch (GeneralSecurityException | IllegalStateException e) {
            log.atWarn().setCause(e).log("the backup's audit log ends without a checkpoint");
        }
    }

    /** Those that are there, the newest first. */
    public List<Backup> list() throws IOException {
        List<Backup> found = new ArrayList<>();
        if (!Files.isDirectory(config.directory())) {
            return found;
        }
        List<Path> folders;
        try (Stream<Path> all = Files.list(config.directory())) {
            folders = all.filter(path -> String.valueOf(path.getFileName()).startsWith(PREFIX))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path folder : folders) {
            try {
                found.add(Backup.read(folder));
            } catch (BackupException notOurs) {
                log.atDebug().setCause(notOurs).addKeyValue("folder", folder).log("not a backup");
            }
        }
        return found;
    }

    private Backup fill(Path aside, Instant now, BackupProgress progress)
            throws IOException, SQLException, BackupException, InterruptedException {
        progress.update("database", 0, 0);
        Path copy = source.database().copyInto(aside);
        Path database = aside.resolve(Backup.DATABASE);
        if (!copy.equals(database)) {
            FileTree.rename(copy, database);
        }
        Proof proof = proved(database);
        CaFolder authority = CaFolder.of(source.authority());
        copy(authority, authority.open(), aside);
        if (config.keys()) {
            copy(authority, authority.keys(), aside);
        }
        FileTree.seal(aside);
        List<Manifest.Item> items = items(aside, progress);
        List<String> leftOut = new ArrayList<>(
                authority.leftOut().stream().map(Backup::slashed).toList());
        if (!config.keys()) {
            authority.keys().stream().map(Backup::slashed).forEach(leftOut::add);
        }
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                source.overlay(),
                now,
                proof.rows(),
                proof.audit(),
                config.keys() && !authority.keys().isEmpty(),
                leftOut,
                items);
        byte[] json = manifest.encode();
        Files.write(aside.resolve(Manifest.FILE), json);
        FileTree.seal(aside);
        return new Backup(aside, FileTree.sha256(json), manifest);
    }

    private record Proof(SortedMap<String, Long> rows, Manifest.Audit audit) {}

    /** Opens the copy, as a restoration will, so that what can be wrong with it comes to light now. */
    private Proof proved(Path copy) throws SQLException, BackupException, InterruptedException {
        try (Databases databases = new Databases();
                Database opened = databases.open(new StoreConfig(copy), source.migrations())) {
            AuditHead head = Chain.verified(opened);
            return new Proof(
                    Contents.rows(opened),
                    new Manifest.Audit(head.seq(), head.hash().toHex()));
        }
    }

    private static void copy(CaFolder authority, List<Path> files, Path aside) throws IOException {
        for (Path file : files) {
            FileTree.copy(
                    authority.directory().resolve(file),
                    aside.resolve(Backup.AUTHORITY).resolve(file));
        }
    }

    private static List<Manifest.Item> items(Path aside, BackupProgress progress) throws IOException {
        List<Path> files = FileTree.files(aside);
        long all = 0;
        for (Path file : files) {
            all += Files.size(aside.resolve(file));
        }
        List<Manifest.Item> items = new ArrayList<>();
        long done = 0;
        for (Path file : files) {
            long bytes = Files.size(aside.resolve(file));
            items.add(new Manifest.Item(Backup.slashed(file), bytes, FileTree.sha256(aside.resolve(file))));
            done += bytes;
            progress.update("files", done, all);
        }
        return items;
    }

    /** A backup that is not on record must not be there. */
    private void note(Backup backup, AuditActor actor) throws BackupException, InterruptedException, IOException {
        boolean isNoted = false;
        try {
            AuditEvent event = AuditEvent.done(clock.instant(), actor, AuditAction.BACKUP_MADE, backup.name())
                    .with("manifest", backup.sha256())
                    .with("certificates", backup.manifest().certificates())
                    .with("auditSeq", backup.manifest().audit().seq());
            Chain.get(new DatabaseAuditStore(source.database().writer()).append(event));
            isNoted = true;
        } finally {
            if (!isNoted) {
                FileTree.delete(backup.folder());
            }
        }
    }

    /** The backup is made by now, whatever becomes of the older ones. */
    private void prune(Backup made) {
        try {
            new Pruning(new Retention(config.keep(), config.days()), FileTree::delete).after(made, list());
        } catch (IOException | UncheckedIOException e) {
            log.atWarn()
                    .addKeyValue("folder", config.directory())
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .log("old backups cannot be listed, and all stay: see whether the disk is well");
        }
    }
}
