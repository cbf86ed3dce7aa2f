package io.pigw.runtime.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A small file that holds a secret: refused when others than its owner can reach it. Blocks. */
public final class SecretFile {

    private static final int MAX_BYTES = 4_096;
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    private SecretFile() {}

    /**
     * Its text.
     *
     * @throws IOException if it cannot be read, is larger than 4 KiB, or its mode lets a group or everybody in; the message names the
     *     file, never its content
     */
    public static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": there is no such file");
        }
        requirePrivate(file);
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": larger than " + MAX_BYTES + " bytes");
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /**
     * Refuses a file that others than its owner can reach, where the file system tells.
     *
     * @throws IOException then, with the remedy, and if there is no such file
     */
    public static void requirePrivate(Path file) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException(file + " holds a secret and others can reach it: chmod 600 " + file);
        }
    }

    /** The first line of the file, without the line's end. */
    public static String readLine(Path file) throws IOException {
        String text = read(file);
        String line = text.lines().findFirst().orElse("");
        if (line.isEmpty()) {
            throw new IOException(file + ": its first line is empty");
        }
        return line;
    }
}
