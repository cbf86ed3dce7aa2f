package io.pigw.testbed.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command {@code docker}. */
final class Docker {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private Docker() {}

    /**
     * How a call ended.
     *
     * @param code its exit code
     * @param output what it printed
     * @param errors what it printed as errors
     */
    record Result(int code, String output, String errors) {}

    /** What the call printed, without space around it; fails the test unless it succeeded. */
    static String run(String... arguments) {
        return run(Map.of(), LIMIT, arguments);
    }

    /** As above, with more variables and a limit. */
    static String run(Map<String, String> environment, Duration limit, String... arguments) {
        Result result = call(environment, limit, arguments);
        if (result.code() != 0) {
            throw new AssertionError("docker " + String.join(" ", arguments) + " ended with " + result.code() + ":\n"
                    + result.output() + result.errors());
        }
        return result.output().strip();
    }

    /** Calls it, whatever comes of it. */
    static Result call(String... arguments) {
        return call(Map.of(), LIMIT, arguments);
    }

    private static Result call(Map<String, String> environment, Duration limit, String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile("docker", ".out");
            Path errors = Files.createTempFile("docker", ".err");
            try {
                return await(command, environment, limit, output, errors);
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Result await(
            List<String> command, Map<String, String> environment, Duration limit, Path output, Path errors)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " did not end within " + limit + ":\n"
                        + text(output) + text(errors));
            }
            return new Result(process.exitValue(), text(output), text(errors));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted: " + String.join(" ", command), e);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
