package io.pigw.runtime.identity;

import java.nio.file.Path;

/**
 * Where a node's key and certificates are: PEM files.
 *
 * @param key the private key, PKCS#8, readable by its owner alone
 * @param certificates the node's certificate first, then the CAs between it and the root
 * @param trust the trust roots
 */
public record IdentityConfig(Path key, Path certificates, Path trust) {

    /** The files. */
    public IdentityFiles files() {
        return new IdentityFiles(key, certificates, trust);
    }
}
