package io.pigw.runtime.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.runtime.identity.Pem;
import io.pigw.runtime.store.PostgresConfig;
import io.pigw.runtime.store.StoreConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of this process, in a folder of its own, on a free port of the loopback interface, gone when the process is. Its
 * collation is a natural language's, its files are not forced to disk. Who uses it is {@link NeedsPostgres}.
 */
public final class TestPostgres {

    /** The superuser of every such server. */
    public static final String USER = "pigw";

    private static final String ADVICE = "PostgreSQL is missing: apt-get install postgresql";
    private static final Path INSTALLATIONS = Path.of("/usr/lib/postgresql");
    private static final String PASSWORD = "not-a-secret-481516";
    private static final Duration START = Duration.ofSeconds(30);

    /** Told "keep", the server goes and its files stay; told nothing, as at the end of this process, they go too. */
    private static final String RUN = """
            bin=$1 dir=$2 port=$3
            "$bin/postgres" -D "$dir/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
              -c fsync=off -c shared_buffers=16MB -c max_connections=60 -c autovacuum=off \
              -c wal_level=minimal -c max_wal_senders=0 >>"$dir/log" 2>&1 &
            server=$!
            read -r word
            kill -QUIT $server
            wait $server
            [ "$word" = keep ] || rm -rf "$dir"
            """;

    private static @Nullable TestPostgres only;

    private final Path bin;
    private final Path directory;
    private final Path passwordFile;
    private final int port;
    private final AtomicInteger schemas = new AtomicInteger();
    private @Nullable Process server;

    private TestPostgres(Path bin) {
        this.bin = bin;
        try {
            directory = Files.createTempDirectory("pigw-postgres");
            passwordFile = Files.createFile(
                    directory.resolve("password"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(passwordFile, PASSWORD + "\n");
            Path forInitdb = Files.writeString(directory.resolve("initdb"), PASSWORD + "\n");
            giveAway(forInitdb);
            giveAway(directory);
            port = freePort();
            run(
                    bin.resolve("initdb").toString(),
                    "--no-sync",
                    "--no-instructions",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                    "--locale-provider=icu",
                    "--icu-locale=en",
                    "--auth=scram-sha-256",
                    "--username=" + USER,
                    "--pwfile=" + forInitdb,
                    "--pgdata=" + directory.resolve("data"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        start();
    }

    /** How to get it, where it is not installed. */
    static Optional<String> advice() {
        return installed() == null ? Optional.of(ADVICE) : Optional.empty();
    }

    /** The one of this process, started at the first call. */
    public static synchronized TestPostgres shared() {
        if (only == null) {
            only = new TestPostgres(Objects.requireNonNull(installed(), ADVICE));
        }
        return only;
    }

    /** A schema that is not there yet. */
    public StoreConfig store() {
        return store("test_" + schemas.incrementAndGet());
    }

    /** That schema. */
    public StoreConfig store(String schema) {
        return new StoreConfig(null, new PostgresConfig(url(), schema, USER, passwordFile, Duration.ofSeconds(20)));
    }

    /** Of the database. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** Of the superuser, for its owner alone. */
    public Path passwordFile() {
        return passwordFile;
    }

    /** Stops the server as a crash would. Blocks. */
    public void crash() {
        Process running = Objects.requireNonNull(server, "it is not running");
        server = null;
        try (var word = running.outputWriter(UTF_8)) {
            word.write("keep\n");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        waitFor(running);
    }

    /** Starts the server, over what it had. Blocks. */
    public void start() {
        List<String> command = new ArrayList<>(asServer());
        command.addAll(List.of("sh", "-c", RUN, "sh", bin.toString(), directory.toString(), String.valueOf(port)));
        try {
            server = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        await().atMost(START)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> query("SELECT 1").equals(List.of("1")));
    }

    /** Offers TLS to new connections, with a certificate of that authority for 127.0.0.1. Blocks. */
    public void offerTls(TestPki pki) throws IOException, GeneralSecurityException, SQLException {
        KeyPair key = TestPki.newKey();
        Path keyFile = directory.resolve("tls-key.pem");
        Path chain = directory.resolve("tls-chain.pem");
        Pem.writeKey(keyFile, key.getPrivate());
        Pem.writeCertificates(chain, pki.serverChain(key));
        giveAway(keyFile);
        giveAway(chain);
        query("ALTER SYSTEM SET ssl_key_file = '" + keyFile + "'");
        query("ALTER SYSTEM SET ssl_cert_file = '" + chain + "'");
        switchTls("on");
    }

    /** No longer. Blocks. */
    public void refuseTls() throws SQLException {
        switchTls("off");
    }

    private void switchTls(String state) throws SQLException {
        query("ALTER SYSTEM SET ssl = " + state);
        query("SELECT pg_reload_conf()");
        await().atMost(START).until(() -> query("SHOW ssl").equals(List.of(state)));
    }

    /** Ends the connections of that application's name, as an administrator does; how many there were. */
    public int terminate(String application) throws SQLException {
        return query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" + application
                        + "'")
                .size();
    }

    /** The first column of what the superuser's query finds. */
    public List<String> query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), USER, PASSWORD);
                Statement statement = connection.createStatement()) {
            List<String> values = new ArrayList<>();
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        values.add(rows.getString(1));
                    }
                }
            }
            return values;
        }
    }

    private static @Nullable Path installed() {
        try (Stream<Path> versions = Files.isDirectory(INSTALLATIONS) ? Files.list(INSTALLATIONS) : Stream.empty()) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin ->
                            Files.isExecutable(bin.resolve("postgres")) && Files.isExecutable(bin.resolve("initdb")))
                    .max(Path::compareTo)
                    .orElse(null);
        } catch (IOException e) {
            throw new IllegalStateException(e);
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void run(String... command) throws IOException {
        List<String> whole = new ArrayList<>(asServer());
        whole.addAll(List.of(command));
        Process process = new ProcessBuilder(whole)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        waitFor(process);
        assertThat(process.exitValue()).as(output).isZero();
    }

    private static void waitFor(Process process) {
        try {
            assertThat(process.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
