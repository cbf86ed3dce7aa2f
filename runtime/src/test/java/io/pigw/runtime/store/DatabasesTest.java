package io.pigw.runtime.store;

import static io.pigw.runtime.store.BatchWriterTest.await;
import static io.pigw.runtime.store.BatchWriterTest.insert;
import static io.pigw.runtime.store.BatchWriterTest.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabasesTest {

    private static final String MIGRATIONS = "io/pigw/runtime/store/db";

    @TempDir
    private Path directory;

    private final Databases databases = new Databases();

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    @Test
    void whatWasWrittenIsThereAfterARestart() throws SQLException {
        try (Database database = open(databases)) {
            await(database.writer().submit(Runnable::run, insert("kept")));
        }

        try (Database database = open(databases)) {
            assertThat(names(database)).containsExactly("kept");
        }
    }

    @Test
    void itsOwnerAloneMayEnterIt() throws IOException {
        Path database = directory.resolve("db");

        open(databases).close();
        Set<PosixFilePermission> made = Files.getPosixFilePermissions(database);
        Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rwxr-xr-x"));
        open(databases).close();

        assertThat(PosixFilePermissions.toString(made)).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(database)))
                .isEqualTo("rwx------");
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void thoseWhoOpenOneDirectoryShareIt() throws SQLException {
        Database first = open(databases);
        Database second = open(databases);

        await(first.writer().submit(Runnable::run, insert("shared")));
        first.close();
        first.close();

        assertThat(names(second)).containsExactly("shared");
        assertThat(await(second.writer().submit(Runnable::run, insert("still open"))))
                .isEqualTo(1);
    }

    @Test
    void aSchemaIsBroughtUpToDate() throws SQLException {
        try (Database database = open(databases)) {
            await(database.writer().submit(Runnable::run, insert("old")));
        }

        try (Database database = databases.open(config(), "io/pigw/runtime/store/ahead")) {
            int rows = await(database.writer()
                    .submit(
                            Runnable::run,
                            statements -> statements
                                    .prepared("UPDATE names SET age = 7")
                                    .executeUpdate()));
            assertThat(rows).isEqualTo(1);
        }
    }

    @Test
    void aSchemaOfALaterReleaseIsRefusedAndLeftAsItIs() throws SQLException {
        try (Database database = databases.open(config(), "io/pigw/runtime/store/ahead")) {
            await(database.writer().submit(Runnable::run, insert("later")));
        }

        assertThatThrownBy(() -> open(databases))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("start the release that ran here last, or put back the backup");

        try (Database database = databases.open(config(), "io/pigw/runtime/store/ahead")) {
            assertThat(names(database)).containsExactly("later");
        }
    }

    @Test
    void twoKindsOfServiceDoNotShareADirectory() {
        open(databases);

        assertThatThrownBy(() -> databases.open(config(), "io/pigw/runtime/store/other"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("store.directory");
    }

    @Test
    void aBrokenMigrationSaysSoAndLeavesTheDirectoryUsable() {
        assertThatThrownBy(() -> databases.open(config(), "io/pigw/runtime/store/broken"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot be brought up to date");

        assertThatThrownBy(() -> databases.open(config(), "io/pigw/runtime/store/nowhere"))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void aHalfMadeDatabaseOfACrashIsMadeAnew() throws IOException, SQLException {
        Path aside = directory.resolve("db.new");
        Files.createDirectories(aside.resolve("log"));
        Files.writeString(aside.resolve("service.properties"), "half");

        Database database = open(databases);

        assertThat(names(database)).isEmpty();
        assertThat(aside).doesNotExist();
    }

    @Test
    void anotherProcessIsToldWhatToDo() throws Exception {
        Database held = open(databases);
        ProcessBuilder second = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OpenElsewhere.class.getName(),
                directory.resolve("db").toString());
        second.directory(directory.toFile()).redirectErrorStream(true);

        Process process = second.start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).contains("open in another process").contains("store.directory");
        assertThat(names(held)).isEmpty();
        try (var files = Files.list(directory)) {
            List<Path> left = files.toList();
            assertThat(left).as("no derby.log in the working directory").containsExactly(directory.resolve("db"));
        }
    }

    @Test
    void nothingOpensOnceClosed() {
        databases.close();

        assertThatThrownBy(() -> open(databases)).isInstanceOf(StoreException.class);
    }

    private Database open(Databases from) {
        return from.open(config(), MIGRATIONS);
    }

    private StoreConfig config() {
        return new StoreConfig(directory.resolve("db"));
    }
}
