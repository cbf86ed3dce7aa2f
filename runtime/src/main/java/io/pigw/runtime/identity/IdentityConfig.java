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
 * @param revocation how it learns which certificates have been revoked
 */
public record IdentityConfig(
        Path key,
        Path certificates,
        Path trust,
        @Nullable RenewalConfig renewal,
        @Nullable RevocationConfig revocation) {

    /** Renewed by hand, and with the usual settings otherwise. */
    public IdentityConfig(Path key, Path certificates, Path trust) {
        this(key, certificates, trust, null, null);
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
