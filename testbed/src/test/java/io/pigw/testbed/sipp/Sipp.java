package io.pigw.testbed.sipp;

import io.pigw.p2psip.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Runs SIPp, an independent SIP implementation, as an IMS client. */
public final class Sipp implements AutoCloseable {

    private static final long MAX_SECONDS = 60;

    private final Process process;
    private final Path folder;

    private Sipp(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** Starts the scenario {@code sipp/NAME.xml}. */
    public static Sipp start(Path folder, String scenario, List<String> options) {
        Tools.require("sipp", "sip-tester");
        try {
            Path file = folder.resolve(scenario + ".xml");
            copy(scenario, file);
            List<String> command = new ArrayList<>(List.of("sipp", "-sf", file.toString(), "-nostdin", "-trace_err"));
            command.addAll(options);
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(scenario + ".out").toFile())
                    .start();
            return new Sipp(process, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the scenario {@code sipp/NAME.xml} to a file. */
    public static void copy(String scenario, Path file) throws IOException {
        try (InputStream resource =
                Objects.requireNonNull(Sipp.class.getResourceAsStream("/sipp/" + scenario + ".xml"))) {
            Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A client that sends one MESSAGE for each line of {@code target;text}. */
    public static Sipp client(
            Path folder, String transport, HostPort server, List<String> targetsAndTexts, int perSecond) {
        try {
            Path fields = Files.writeString(
                    folder.resolve("fields.csv"),
                    "SEQUENTIAL\n" + String.join("\n", targetsAndTexts) + "\n",
                    StandardCharsets.UTF_8);
            return start(
                    folder,
                    "uac-message",
                    List.of(
                            server.toString(),
                            "-i",
                            "127.0.0.1",
                            "-t",
                            transport,
                            "-inf",
                            fields.toString(),
                            "-m",
                            String.valueOf(targetsAndTexts.size()),
                            "-r",
                            String.valueOf(perSecond),
                            "-timeout",
                            MAX_SECONDS + "s",
                            "-timeout_error"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end: 0 when every call succeeded. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("sipp did not end within " + MAX_SECONDS + " s");
        }
        return process.exitValue();
    }

    /** What SIPp wrote beside its scenario with the given suffix, e.g. {@code _messages.log}. */
    public String log(String suffix) {
        try (var files = Files.list(folder)) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.filter(f -> f.getFileName().toString().endsWith(suffix))
                    .toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
