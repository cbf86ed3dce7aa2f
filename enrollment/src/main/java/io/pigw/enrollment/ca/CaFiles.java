package io.pigw.enrollment.ca;

import java.nio.file.Path;

/**
 * The files of one certification authority. After the ceremony the root's key may be moved offline: nothing reads it
 * again until a new issuing authority is due.
 *
 * @param directory holds them all; 0700
 */
public record CaFiles(Path directory) {

    /** The root's private key, PKCS#8 PEM, 0600. */
    public Path rootKey() {
        return directory.resolve("root-key.pem");
    }

    /** The root certificate: the bundle that everyone else trusts. */
    public Path trust() {
        return directory.resolve("trust.pem");
    }

    /** The issuing authority's private key, PKCS#8 PEM, 0600. */
    Path issuingKey() {
        return directory.resolve("issuing-key.pem");
    }

    /** The issuing authority's certificate, signed by the root. */
    Path issuing() {
        return directory.resolve("issuing.pem");
    }
}
