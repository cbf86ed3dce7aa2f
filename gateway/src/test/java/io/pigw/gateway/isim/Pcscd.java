package io.pigw.gateway.isim;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A pcscd of the test's own with vsmartcard's virtual reader, in a mount namespace of its own, where {@code /run/pcscd} is the folder of
 * {@code PCSCLITE_CSOCK_NAME}. Where the tools are missing the test is skipped, or fails if {@code require.tools} is true.
 */
final class Pcscd implements AutoCloseable {

    private static final Path DRIVER = Path.of("/usr/lib/pcsc/drivers/serial/libifdvpcd.so");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final int port;

    private Pcscd(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Pcscd start(Path directory) throws IOException {
        requireInstalled();
        String socket = System.getenv("PCSCLITE_CSOCK_NAME");
        Assertions.assertThat(socket).as("PCSCLITE_CSOCK_NAME").isNotNull();
        Path run = Objects.requireNonNull(Path.of(socket).toAbsolutePath().getParent());
        Files.createDirectories(run);
        Files.deleteIfExists(Path.of(socket));
        Files.deleteIfExists(run.resolve("pcscd.pid"));
        int port = freePort();
        Path readers = Files.createDirectory(directory.resolve("readers"));
        Files.writeString(
                readers.resolve("vpcd"),
                "FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:%1$d\nLIBPATH %2$s\nCHANNELID %1$d\n"
                        .formatted(port, DRIVER));
        Path log = directory.resolve("pcscd.log");
        String isRoot = "test \"$(id -u)\" = 0";
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "if " + isRoot + "; then mkdir -p /run/pcscd; set -- -m; else set -- -rm; fi;"
                                + " exec unshare \"$@\" sh -c 'mount --bind \"$1\" /run/pcscd && exec pcscd -f -c \"$2\"' sh "
                                + "'" + run + "' '" + readers + "'")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Pcscd pcscd = new Pcscd(process, port);
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(Path.of(socket)) || !process.isAlive());
            Assertions.assertThat(process.isAlive())
                    .as(() -> "pcscd runs: " + read(log))
                    .isTrue();
        } catch (RuntimeException | AssertionError e) {
            pcscd.close();
            throw e;
        }
        return pcscd;
    }

    /** Where a card is put in. */
    int port() {
        return port;
    }

    private static void requireInstalled() {
        List<Path> needed = List.of(Path.of("/usr/sbin/pcscd"), Path.of("/usr/bin/unshare"), DRIVER);
        boolean installed = needed.stream().allMatch(Files::exists);
        String missing =
                "pcscd with a virtual reader is not installed: apt-get install pcscd vsmartcard-vpcd util-linux";
        if (Boolean.getBoolean("require.tools")) {
            Assertions.assertThat(installed).as(missing).isTrue();
        }
        Assumptions.assumeTrue(installed, missing);
    }

    /** The reader has two slots, which listen on ports that follow one another. */
    private static int freePort() throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port;
            try (ServerSocket first = new ServerSocket(0)) {
                port = first.getLocalPort();
            }
            if (isFree(port) && isFree(port + 1)) {
                return port;
            }
        }
        throw new IOException("no two free ports that follow one another");
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port)) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
