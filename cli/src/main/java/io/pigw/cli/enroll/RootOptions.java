package io.pigw.cli.enroll;

import io.pigw.cli.UsageError;
import io.pigw.cli.UserError;
import io.pigw.enrollment.ca.Custody;
import io.pigw.enrollment.ca.Password;
import io.pigw.enrollment.ca.RootPlace;
import io.pigw.runtime.identity.Pkcs11Config;
import java.io.Console;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where the root's key is. */
final class RootOptions {

    @Option(
            names = "--root-password-file",
            paramLabel = "FILE",
            description = "its first line is the root key's password, mode 0600 (default: it is asked for)")
    @Nullable
    Path passwordFile;

    @ArgGroup(exclusive = false)
    @Nullable
    Token token;

    /** A token instead of a file. */
    static final class Token {
        @Option(
                names = "--root-pkcs11",
                required = true,
                paramLabel = "LIBRARY",
                description = "the root's key is in a PKCS#11 token: the module's library")
        Path library = Path.of("");

        @Option(names = "--root-token", required = true, paramLabel = "LABEL", description = "the token's label")
        String label = "";

        @Option(names = "--root-pin-file", required = true, paramLabel = "FILE", description = "its user PIN, 0600")
        Path pinFile = Path.of("");

        @Option(
                names = "--root-alias",
                paramLabel = "LABEL",
                defaultValue = "pigw-root",
                description = "the key's label (default: ${DEFAULT-VALUE})")
        String alias = "pigw-root";
    }

    /** @param isNew whether the password is to be thought of now, and so typed twice */
    RootPlace place(Path directory, boolean isNew) {
        Token in = token;
        if (in != null) {
            return new RootPlace(
                    directory, new Custody.Token(new Pkcs11Config(in.library, in.label, null, in.alias, in.pinFile)));
        }
        Path file = passwordFile;
        if (file != null && !Files.isRegularFile(file)) {
            throw new UsageError("--root-password-file " + file + ": there is no such file."
                    + (isNew
                            ? " Write a password of " + Password.MIN_LENGTH
                                    + " characters or more into it and chmod 600"
                                    + " it, or leave the option out and type one"
                            : ""));
        }
        return new RootPlace(
                directory, new Custody.Encrypted(file != null ? Password.in(file) : typed(directory, isNew)));
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again where nobody sits at a terminal (JDK-8351435)
    private static Password typed(Path directory, boolean isNew) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new UserError("there is nobody to ask for the root key's password: give --root-password-file FILE");
        }
        char[] password = console.readPassword("Password of the root key in %s: ", directory);
        if (password == null) {
            throw new UserError("no password was given; nothing was changed");
        }
        Password typed;
        try {
            typed = Password.typed(password);
        } catch (IllegalArgumentException tooShort) {
            throw new UserError(tooShort.getMessage() + "; nothing was changed", tooShort);
        }
        if (isNew) {
            char[] again = console.readPassword("The same again: ");
            if (again == null || !Arrays.equals(password, again)) {
                throw new UserError("the two passwords differ; nothing was changed");
            }
        }
        return typed;
    }
}
