package io.pigw.runtime.store;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Derby database's directory, for its owner alone. Making one is not safe against a crash, so it is made aside and then
 * renamed.
 */
final class DerbyDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(DerbyDirectory.class);
    private static final String ALREADY_BOOTED = "XSDB6";
    private static final String SHUT_DOWN = "08006";
    private static final String ASIDE = ".new";
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rwx------");

    static {
        DerbyLog.install();
    }

    private final Path directory;

    DerbyDirectory(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    String url() {
        return url(directory);
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    void boot() throws SQLException, IOException {
        if (Files.exists(directory)) {
            shutOthersOut(directory);
        } else {
            make();
        }
        connect().close();
    }

    void shutDown() {
        shutDown(directory);
    }

    /** What a person can do about the failure. */
    StoreException explain(Exception failure) {
        if (hasState(failure, ALREADY_BOOTED)) {
            return new StoreException(
                    "the database " + directory + " is open in another process: stop that process,"
                            + " or give this one another store.directory",
                    failure);
        }
        return new StoreException(
                "the database " + directory + " cannot be opened: " + failure.getMessage()
                        + "; if it is damaged, restore its directory from a backup, or move it away to start empty",
                failure);
    }

    private void make() throws SQLException, IOException {
        Path aside = directory.resolveSibling(directory.getFileName() + ASIDE);
        delete(aside);
        Files.createDirectory(aside);
        shutOthersOut(aside);
        // Derby makes the directory itself, for anybody to read: so within one that nobody else can enter.
        Path made = aside.resolve(directory.getFileName());
        DriverManager.getConnection(url(made) + ";create=true").close();
        shutDown(made);
        shutOthersOut(made);
        try {
            Files.move(made, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException unsupported) {
            Files.move(made, directory);
        }
        delete(aside);
    }

    /** Mode 0700, where files have modes. */
    private static void shutOthersOut(Path directory) throws IOException {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                || Files.getPosixFilePermissions(directory).equals(OWNER_ALONE)) {
            return;
        }
        try {
            Files.setPosixFilePermissions(directory, OWNER_ALONE);
        } catch (FileSystemException notOurs) {
            throw new IOException(
                    "others may enter it, and its mode cannot be changed (" + notOurs.getMessage()
                            + "): give it to the user of this service, chmod 700",
                    notOurs);
        }
    }

    private static String url(Path directory) {
        return "jdbc:derby:directory:" + directory;
    }

    private static void shutDown(Path directory) {
        try {
            DriverManager.getConnection(url(directory) + ";shutdown=true").close();
        } catch (SQLException expected) {
            if (!SHUT_DOWN.equals(expected.getSQLState())) {
                LOG.atWarn()
                        .setCause(expected)
                        .addKeyValue("directory", directory)
                        .log("The database did not shut down cleanly");
            }
        }
    }

    private static boolean hasState(Exception failure, String state) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 16; depth++, cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                for (@Nullable SQLException next = sql; next != null; next = next.getNextException()) {
                    if (state.equals(next.getSQLState())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(tree)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
