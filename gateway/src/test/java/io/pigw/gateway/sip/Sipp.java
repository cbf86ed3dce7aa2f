package io.pigw.gateway.sip;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Runs SIPp. Where it is not installed, the test is skipped, or fails if {@code require.tools} is true. */
public final class Sipp implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;
    private final Process process;
    private final Path output;

    private Sipp(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    public static Sipp start(String scenario, Path directory, String... arguments) throws IOException {
        requireInstalled();
        URL resource = Objects.requireNonNull(Sipp.class.getResource("/sipp/" + scenario), scenario);
        List<String> command = new ArrayList<>();
        command.add("sipp");
        try {
            command.addAll(List.of("-sf", Path.of(resource.toURI()).toString(), "-nostdin", "-i", "127.0.0.1"));
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
        command.addAll(List.of(arguments));
        Path output = directory.resolve("sipp.out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("TERM", "dumb");
        return new Sipp(builder.start(), output);
    }

    /** Its exit code: 0 when every call ended as its scenario says. */
    public int await() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("SIPp did not end; see " + output);
        }
        return process.exitValue();
    }

    private static void requireInstalled() {
        boolean installed = false;
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            installed |= new File(folder, "sipp").canExecute();
        }
        String missing = "sipp is not installed: apt-get install sip-tester";
        if (Boolean.getBoolean("require.tools")) {
            Assertions.assertThat(installed).as(missing).isTrue();
        }
        Assumptions.assumeTrue(installed, missing);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
