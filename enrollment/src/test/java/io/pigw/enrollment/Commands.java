package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs programs of others in a directory. */
record Commands(Path directory) {

    private static final int LIMIT_SECONDS = 30;

    /**
     * What a program did.
     *
     * @param status its exit status
     * @param output what it wrote, complaints included
     */
    record Result(int status, String output) {}

    /** Skips the test if the program is not installed; under {@code -Drequire.tools=true} fails it. */
    static void need(String debianPackage, String... command) {
        boolean found;
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            found = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            found = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            found = false;
        }
        String reason = String.join(" ", command) + " does not run: apt-get install " + debianPackage;
        if (!found && Boolean.getBoolean("require.tools")) {
            fail(reason);
        }
        assumeTrue(found, reason);
    }

    /** Runs it and wants it to succeed; returns its output, complaints left out. */
    String run(String... command) throws Exception {
        Path complaints = directory.resolve("stderr");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(complaints.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as("%s: %s%s", String.join(" ", command), output, Files.readString(complaints))
                .isZero();
        return output;
    }

    /** Runs it with this input, whatever comes of it. */
    Result attempt(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output);
    }

    /** Runs it and puts its output into a file. */
    void into(String file, String... command) throws Exception {
        Path complaints = directory.resolve("stderr");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(complaints.toFile())
                .redirectOutput(directory.resolve(file).toFile())
                .start();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as("%s: %s", String.join(" ", command), Files.readString(complaints))
                .isZero();
    }
}
