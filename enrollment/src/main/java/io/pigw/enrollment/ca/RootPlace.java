package io.pigw.enrollment.ca;

import java.nio.file.Path;

/**
 * Where the root is: a folder of its own, to be carried away.
 *
 * @param directory holds its certificate, and its key unless that is in a token
 * @param custody how its key is kept
 */
public record RootPlace(Path directory, Custody custody) {

    /** The key, if it is in a file. */
    public Path key() {
        return directory.resolve("root.p12");
    }

    /** The root's certificate. */
    public Path certificate() {
        return directory.resolve("trust.pem");
    }

    RootPlace at(Path other) {
        return new RootPlace(other, custody);
    }
}
