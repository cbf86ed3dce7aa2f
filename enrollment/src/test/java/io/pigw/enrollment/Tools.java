package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Programs that nobody here wrote, run in a directory. */
final class Tools {

    private static final long LIMIT_SECONDS = 30;

    private final Path directory;

    Tools(Path directory) {
        this.directory = directory;
    }

    /** What a program wrote, both streams, and its exit code. */
    record Run(int exit, String output) {}

    /** Skips the test without the program, or fails it under {@code -Drequire.tools=true}. */
    static void require(String tool, String probe, String debianPackage) {
        boolean found = isThere(tool, probe);
        if (Boolean.getBoolean("require.tools")) {
            assertThat(found).as("%s is installed", tool).isTrue();
        }
        assumeTrue(found, tool + " is not installed: apt-get install " + debianPackage);
    }

    /** Runs a program that must succeed. */
    String run(String... command) throws Exception {
        Run run = attempt(command);
        assertThat(run.exit())
                .as("%s: %s", String.join(" ", command), run.output())
                .isZero();
        return run.output();
    }

    /** Runs a program that may fail. */
    Run attempt(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    void write(String name, String text) throws IOException {
        Files.writeString(file(name), text);
    }

    private static boolean isThere(String tool, String probe) {
        try {
            Process process = new ProcessBuilder(tool, probe)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
