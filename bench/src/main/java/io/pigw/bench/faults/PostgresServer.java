package io.pigw.bench.faults;

import io.pigw.bench.BenchException;
import io.pigw.p2psip.HostPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL server of the run, which forces what it commits to disk, and goes with this process, its files too. Blocks. */
final class PostgresServer implements AutoCloseable {

    private static final Path INSTALLATIONS = Path.of("/usr/lib/postgresql");
    private static final String USER = "pigw";
    private static final String PASSWORD = "of-a-bench-alone";
    private static final String SCHEMA = "gateways";
    private static final Duration TO_START = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /** Its standard input ends with this process, and with that the server. */
    private static final String RUN = """
            "$1/postgres" -D "$2/data" -p "$3" -c listen_addresses=127.0.0.1 -c unix_socket_directories= >"$2/log" 2>&1 &
            server=$!
            read -r word
            kill -INT $server
            wait $server
            rm -rf "$2"
            """;

    private final Path directory;
    private final HostPort address;
    private final Process process;

    private PostgresServer(Path directory, HostPort address, Process process) {
        this.directory = directory;
        this.address = address;
        this.process = process;
    }

    /**
     * Makes a cluster and starts it.
     *
     * @param directory that is there, for a folder of its files
     * @throws BenchException if PostgreSQL is not installed, or does not start
     */
    static PostgresServer start(Path directory, HostPort address) throws IOException, InterruptedException {
        Path bin = installed();
        Path home = Files.createTempDirectory("pigw-faults-postgres");
        Path password = Files.writeString(home.resolve("password"), PASSWORD + "\n");
        giveAway(home);
        giveAway(password);
        List<String> initdb = new ArrayList<>(asServer());
        initdb.addAll(List.of(
                bin.resolve("initdb").toString(),
                "--no-instructions",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--auth=scram-sha-256",
                "--username=" + USER,
                "--pwfile=" + password,
                "--pgdata=" + home.resolve("data")));
        Process making = new ProcessBuilder(initdb)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(making.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (making.waitFor() != 0) {
            throw new BenchException("initdb ended with " + making.exitValue() + ": " + said);
        }
        List<String> run = new ArrayList<>(asServer());
        run.addAll(List.of("sh", "-c", RUN, "sh", bin.toString(), home.toString(), String.valueOf(address.port())));
        Process process = new ProcessBuilder(run)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path forServices = directory.resolve("postgres-password");
        Files.createFile(
                forServices, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(forServices, PASSWORD + "\n");
        PostgresServer server = new PostgresServer(directory, address, process);
        server.awaitReady();
        return server;
    }

    private void awaitReady() throws InterruptedException {
        long end = System.nanoTime() + TO_START.toNanos();
        while (true) {
            try {
                var _ = find("SELECT 1");
                return;
            } catch (SQLException notYet) {
                if (System.nanoTime() - end > 0) {
                    throw new BenchException("PostgreSQL does not start: " + notYet.getMessage(), notYet);
                }
                var _ = process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    /** A service's {@code store}, in one line. */
    String store() {
        return "store: {postgresql: {url: \"%s\", schema: %s, user: %s, passwordFile: %s}}%n"
                .formatted(url(), SCHEMA, USER, directory.resolve("postgres-password"));
    }

    /** The first column of what the query finds, of the gateways' tables. */
    List<String> find(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url() + "?currentSchema=" + SCHEMA, USER, PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private String url() {
        return "jdbc:postgresql://" + address + "/postgres";
    }

    private static Path installed() {
        try (Stream<Path> versions = Files.isDirectory(INSTALLATIONS) ? Files.list(INSTALLATIONS) : Stream.empty()) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .max(Path::compareTo)
                    .orElseThrow(
                            () -> new BenchException(
                                    "gateways that share an outbox need PostgreSQL: apt-get install postgresql, or leave takeover out"));
        } catch (IOException unreadable) {
            throw new BenchException(INSTALLATIONS + " cannot be read", unreadable);
        }
    }

    /** The server refuses to run as root. */
    private static List<String> asServer() {
        return isRoot() ? List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups") : List.of();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static void giveAway(Path path) throws IOException {
        if (isRoot()) {
            Files.setOwner(
                    path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
        }
    }

    @Override
    public void close() {
        try (var input = process.outputWriter(StandardCharsets.UTF_8)) {
            input.write("end\n");
        } catch (IOException gone) {
            process.destroy();
        }
        try {
            if (!process.waitFor(TO_START.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
