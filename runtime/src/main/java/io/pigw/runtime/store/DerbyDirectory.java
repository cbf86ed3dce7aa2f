package io.pigw.runtime.store;

import io.pigw.runtime.Folders;
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
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Derby database's directory, for its owner alone. Making one is not safe against a crash, so it is made aside and then
 * renamed.
 */
final class DerbyDirectory implements Engine {

    private static final Logger LOG = LoggerFactory.getLogger(DerbyDirectory.class);
    private static final String ALREADY_BOOTED = "XSDB6";
    private static final String SHUT_DOWN = "08006";
    private static final String OPENED_FOR_READING = "08004";
    private static final String NOT_OPEN = "XJ004";
    private static final String ASIDE = ".new";
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rwx------");

    static {
        DerbyLog.install();
    }

    private final Path directory;

    DerbyDirectory(Path directory) {
        this.directory = directory;
    }

    /** In that directory, links resolved; makes the folder above it. */
    static DerbyDirectory at(Path directory) {
        try {
            Path absolute = directory.toAbsolutePath().normalize();
            Path parent = absolute.getParent();
            if (parent == null) {
                throw new StoreException("a database cannot be at " + absolute);
            }
            Files.createDirectories(parent);
            return new DerbyDirectory(parent.toRealPath().resolve(absolute.getFileName()));
        } catch (IOException unusable) {
            throw new StoreException(
                    "no database can be made at " + directory + ": " + unusable.getMessage(), unusable);
        }
    }

    Path directory() {
        return directory;
    }

    @Override
    public String key() {
        return directory.toString();
    }

    @Override
    public String name() {
        return String.valueOf(directory.getFileName());
    }

    @Override
    public void boot(Duration lock) {
        try {
            if (Files.exists(directory)) {
                shutOthersOut(directory);
            } else {
                make();
            }
            connect().close();
        } catch (SQLException | IOException failure) {
            throw explain(failure);
        }
    }

    @Override
    public FluentConfiguration flyway(String migrations) {
        return Flyway.configure().dataSource(url(directory), null, null).locations("classpath:" + migrations);
    }

    @Override
    public WriterConnections writer() {
        return new DerbyWriter(this::connect, this::shutDown);
    }

    /**
     * On a full disk Derby opens a database for reading alone, without what its log has, and leaves it so: such a one is shut down, and the
     * next connection opens it anew. One at a time: none is to end what another has just opened.
     */
    @Override
    public synchronized Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(url(directory));
        if (connection.isReadOnly()) {
            connection.close();
            shutDown(directory);
            throw new SQLException(
                    "it could be opened for reading alone: its disk is full, or not to be written to",
                    OPENED_FOR_READING);
        }
        return connection;
    }

    @Override
    public Connection keep() throws SQLException {
        return connect();
    }

    @Override
    public boolean isLost(Connection connection, Exception failure) {
        return DerbyStates.isLost(connection, failure);
    }

    @Override
    public void shutDown() {
        shutDown(directory);
    }

    @Override
    public DiskRoom disk(int keepFree) {
        return DiskRoom.of(directory, keepFree);
    }

    @Override
    public String remedy() {
        return "give each kind of service a store.directory of its own";
    }

    @Override
    public StoreException explain(Exception failure) {
        if (SqlStates.any(failure, ALREADY_BOOTED::equals)) {
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
        Folders.forceTree(made);
        try {
            Files.move(made, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException unsupported) {
            Files.move(made, directory);
        }
        Folders.force(Objects.requireNonNull(directory.getParent(), "a database is in a folder"));
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
            if (!SHUT_DOWN.equals(expected.getSQLState()) && !NOT_OPEN.equals(expected.getSQLState())) {
                LOG.atWarn()
                        .setCause(expected)
                        .addKeyValue("directory", directory)
                        .log("The database did not shut down cleanly");
            }
        }
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
