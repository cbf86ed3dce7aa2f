package io.pigw.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Which commit was measured. */
public final class Commit {

    /** Where there is no checkout. */
    static final String UNKNOWN = "unknown";

    private static final String CHANGED = "+changes";

    private Commit() {}

    /** The short hash of the checkout that this class was built in, with {@code +changes} if there are any. Blocks. */
    public static String current() {
        try {
            Path built = Path.of(Commit.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getParent();
            return built == null ? UNKNOWN : of(built);
        } catch (URISyntaxException | RuntimeException nowhere) {
            return UNKNOWN;
        }
    }

    static String of(Path folder) {
        String hash = git(folder, List.of("rev-parse", "--short", "HEAD"));
        if (hash.isEmpty()) {
            return UNKNOWN;
        }
        return git(folder, List.of("status", "--porcelain", "--untracked-files=no"))
                        .isEmpty()
                ? hash
                : hash + CHANGED;
    }

    private static String git(Path folder, List<String> arguments) {
        try {
            ProcessBuilder builder = new ProcessBuilder("git").directory(folder.toFile());
            builder.command().addAll(arguments);
            Process process =
                    builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try (InputStream output = process.getInputStream()) {
                String text = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
                return process.waitFor() == 0 ? text : "";
            }
        } catch (IOException noGit) {
            return "";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
