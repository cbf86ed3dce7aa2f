package io.pigw.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files with what was drawn. */
final class Picture {

    private Picture() {}

    /** Refuses, before anything is computed, a file whose folder is missing. */
    static void requireFolder(@Nullable Path file) {
        Path folder = file == null ? null : file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new UserError("cannot draw " + file + ": there is no folder " + folder);
        }
    }

    static void write(Path file, String picture) {
        try {
            Files.writeString(file, picture);
        } catch (IOException failed) {
            throw new UserError("cannot draw " + file + ": " + Failures.describe(failed), failed);
        }
    }
}
