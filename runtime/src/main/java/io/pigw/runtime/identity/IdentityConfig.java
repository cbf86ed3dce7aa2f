package io.pigw.runtime.identity;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a node's key and certificates are, PEM files, and how they are renewed.
 *
 * @param key the private key, PKCS#8, readable by its owner alone
 * @param certificates the node's certificate first, then the CAs between it and the root
 * @param trust the trust roots
 * @param renewal who renews the certificate; absent: whoever replaces the files, which are watched
 */
public record IdentityConfig(
        Path key, Path certificates, Path trust, @Nullable RenewalConfig renewal) {

    /** Renewed by hand. */
    public IdentityConfig(Path key, Path certificates, Path trust) {
        this(key, certificates, trust, null);
    }

    /** Where the identity is kept. */
    public IdentityStore store() {
        return files();
    }

    /** The files. */
    public IdentityFiles files() {
        return new IdentityFiles(key, certificates, trust);
    }
}
