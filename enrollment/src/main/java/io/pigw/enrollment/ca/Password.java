package io.pigw.enrollment.ca;

import io.pigw.runtime.secret.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** The password of a PKCS#12 file: typed, or the first line of a file that its owner alone can read. Its text shows nothing. */
public final class Password {

    /** The fewest characters. */
    public static final int MIN_LENGTH = 12;

    private static final int GENERATED_BYTES = 32;

    private final char[] typed;
    private final Path file;
    private final boolean isFile;

    private Password(char[] typed, Path file, boolean isFile) {
        this.typed = typed;
        this.file = file;
        this.isFile = isFile;
    }

    /**
     * What a person typed.
     *
     * @throws IllegalArgumentException if it is too short
     */
    public static Password typed(char[] password) {
        if (password.length < MIN_LENGTH) {
            throw new IllegalArgumentException("a password has at least " + MIN_LENGTH + " characters");
        }
        return new Password(password.clone(), Path.of(""), false);
    }

    /** The first line of the file. */
    public static Password in(Path file) {
        return new Password(new char[0], file, true);
    }

    /**
     * The password. Blocks.
     *
     * @throws IOException if the file is missing, others can read it, or the password is too short
     */
    char[] read() throws IOException {
        if (!isFile) {
            return typed.clone();
        }
        char[] password = SecretFile.readLine(file).toCharArray();
        if (password.length < MIN_LENGTH) {
            throw new IOException(file + ": a password has at least " + MIN_LENGTH + " characters");
        }
        return password;
    }

    /** Where it is, unless it was typed. */
    Optional<Path> file() {
        return isFile ? Optional.of(file) : Optional.empty();
    }

    /** Makes the file with a random password of 256 bits, 0600, unless there is one. Blocks. */
    void ensure(SecureRandom random) throws IOException {
        if (!isFile || Files.exists(file)) {
            return;
        }
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        byte[] secret = new byte[GENERATED_BYTES];
        random.nextBytes(secret);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                file,
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n",
                StandardOpenOption.WRITE,
                StandardOpenOption.DSYNC);
    }

    @Override
    public String toString() {
        return isFile ? "the password in " + file : "the password typed";
    }
}
