package io.pigw.enrollment.ca;

import java.nio.file.Path;

/**
 * The files of the certification authority on the server. The root's key is not among them, but where the server made it by
 * itself for development.
 *
 * @param directory holds them all; 0700
 */
public record CaFiles(Path directory) {

    /** How the file begins that says which issuing authorities there are. It holds no secret. */
    public static final String REGISTER_HEAD = "# issuing authorities: ";

    /** The root certificate: the bundle that everyone else trusts. */
    public Path trust() {
        return directory.resolve("trust.pem");
    }

    /** Which issuing authorities there are: {@link Register}. */
    Path register() {
        return directory.resolve("authorities");
    }

    /** An issuing authority's certificate, signed by the root. */
    public Path certificate(String keyId) {
        return directory.resolve("issuing-" + keyId + ".pem");
    }

    /** An issuing authority's key and certificates as encrypted PKCS#12, 0600; not there if the key is in a token. */
    public Path key(String keyId) {
        return directory.resolve("issuing-" + keyId + ".p12");
    }

    /** A key that waits for its certificate by the root, PKCS#12 with a placeholder certificate. */
    Path pendingKey() {
        return directory.resolve("pending.p12");
    }

    /** The public half of {@link #pendingKey}, or of one in a token: a placeholder certificate. */
    Path pending() {
        return directory.resolve("pending.pem");
    }

    /** What the root has revoked, DER; put there by the operator. */
    public Path rootCrl() {
        return directory.resolve("root.crl");
    }

    /** Where an authority made for development keeps its root. */
    Path root() {
        return directory.resolve("root");
    }
}
