package io.pigw.enrollment;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A {@link KilledEnrollment} as its killer sees it. */
final class KilledServer implements AutoCloseable {

    private final Process process;
    private final BufferedReader lines;
    private final Path log;
    private final URI est;
    private final Path trust;

    private KilledServer(Process process, Path log) throws IOException {
        this.process = process;
        this.log = log;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
        this.est = URI.create(await("est ") + "/");
        this.trust = Path.of(await("trust "));
    }

    static KilledServer start(Path directory) throws IOException {
        Path log = directory.resolve("log.txt");
        return new KilledServer(
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+AutoCreateSharedArchive",
                                "-XX:SharedArchiveFile=" + directory.resolve("classes.jsa"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledEnrollment.class.getName(),
                                directory.toString())
                        .redirectError(log.toFile())
                        .start(),
                log);
    }

    URI est() {
        return est;
    }

    Path trust() {
        return trust;
    }

    /** A new token for that user; it is on record. */
    String token(String user) throws IOException {
        return ask("token " + user, "token ");
    }

    /** Revokes; it is on record unless this fails. */
    void revoke(String serial) throws IOException {
        ask("revoke " + serial, "revoked ");
    }

    private synchronized String ask(String question, String prefix) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).write(question + "\n");
        process.outputWriter(StandardCharsets.UTF_8).flush();
        return await(prefix);
    }

    /** Like {@code kill -9}. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    private String await(String prefix) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(prefix)) {
                return line.substring(prefix.length());
            }
        }
        throw new IOException("the server ended: " + Files.readString(log));
    }

    @Override
    public void close() {
        kill();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new AssertionError("the process outlived its kill");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
