package io.pigw.enrollment.audit;

import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A log within the database of a server that is stopped, or within a backup. A copy is read: nothing there changes. */
public final class AuditDirectory {

    private static final long STORE_TIMEOUT_SECONDS = 60;
    private static final String LOCK = "dbex.lck";
    private static final String PROPERTIES = "service.properties";

    private AuditDirectory() {}

    /** The database in the folder, which may be a database, or hold one as {@code db}; none: neither. */
    public static Optional<Path> databaseIn(Path folder) {
        return Stream.of(folder, folder.resolve("db"))
                .filter(candidate -> Files.isRegularFile(candidate.resolve(PROPERTIES)))
                .findFirst();
    }

    /**
     * Feeds the log to the check. Blocks.
     *
     * @param database its folder
     * @param migrations where the tables' definitions are on the class path
     * @throws IOException if the database is in use or cannot be read
     */
    public static void read(Path database, String migrations, AuditCheck check)
            throws IOException, InterruptedException {
        requireStopped(database);
        Path copy = Files.createTempDirectory("pigw-audit");
        try {
            copy(database, copy.resolve("db"));
            try (Databases databases = new Databases();
                    Database opened = databases.open(new StoreConfig(copy.resolve("db")), migrations)) {
                feed(new DatabaseAuditStore(opened.writer()), check);
            }
        } finally {
            delete(copy);
        }
    }

    private static void feed(AuditStore store, AuditCheck check) throws IOException, InterruptedException {
        List<AuditStore.Checkpointed> checkpoints = await(store.checkpoints(-1, AuditStore.MAX_PAGE));
        while (!checkpoints.isEmpty()) {
            checkpoints.forEach(checkpoint -> check.linked(checkpoint.cms().toArray()));
            checkpoints = await(store.checkpoints(checkpoints.getLast().seq(), AuditStore.MAX_PAGE));
        }
        List<AuditEntry> entries = await(store.after(0, AuditStore.MAX_PAGE));
        while (!entries.isEmpty()) {
            entries.forEach(check::entry);
            entries = await(store.after(entries.getLast().seq(), AuditStore.MAX_PAGE));
        }
        check.end(await(store.head()));
    }

    private static void requireStopped(Path database) throws IOException {
        Path lock = database.resolve(LOCK);
        if (!Files.exists(lock)) {
            return;
        }
        boolean isFree;
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            isFree = held != null;
        } catch (OverlappingFileLockException ours) {
            isFree = false;
        }
        if (!isFree) {
            throw new IOException("the database " + database + " is in use: stop the server, or verify an export"
                    + " ('pigw enroll audit --out FILE') or a backup");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else if (!path.getFileName().toString().endsWith(".lck")) {
                    Files.copy(path, target);
                }
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static <T> T await(CompletableFuture<T> answer) throws IOException, InterruptedException {
        try {
            return answer.get(STORE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the audit log cannot be read: " + e.getMessage(), e);
        }
    }
}
