package io.pigw.runtime.identity;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a node's key and certificates are, PEM files, or the key in a PKCS#11 token, and how they are renewed.
 *
 * @param key the private key, PKCS#8, readable by its owner alone; null if it is in a token
 * @param certificates the node's certificate first, then the CAs between it and the root
 * @param trust the trust roots
 * @param pkcs11 the token that the key is in; null if it is in a file
 * @param renewal who renews the certificate; absent: whoever replaces the files, which are watched
 * @param revocation how it learns which certificates have been revoked
 */
public record IdentityConfig(
        @Nullable Path key,
        Path certificates,
        Path trust,
        @Nullable Pkcs11Config pkcs11,
        @Nullable RenewalConfig renewal,
        @Nullable RevocationConfig revocation) {

    /** Checks that there is exactly one place for the key. */
    public IdentityConfig {
        if ((key == null) == (pkcs11 == null)) {
            throw new IllegalArgumentException("identity takes either key (a file) or pkcs11 (a token)");
        }
    }

    /** Files, renewed by hand, and with the usual settings otherwise. */
    public IdentityConfig(Path key, Path certificates, Path trust) {
        this(key, certificates, trust, null, null, null);
    }

    /** Files, and the usual settings for revocation. */
    public IdentityConfig(Path key, Path certificates, Path trust, @Nullable RenewalConfig renewal) {
        this(key, certificates, trust, null, renewal, null);
    }

    /** Files. */
    public IdentityConfig(
            Path key,
            Path certificates,
            Path trust,
            @Nullable RenewalConfig renewal,
            @Nullable RevocationConfig revocation) {
        this(key, certificates, trust, null, renewal, revocation);
    }

    /** Where the identity is kept. */
    public IdentityStore store() {
        Path file = key;
        Pkcs11Config token = pkcs11;
        if (file != null) {
            return new IdentityFiles(file, certificates, trust);
        }
        if (token != null) {
            return new TokenIdentity(new TokenKeys(token), certificates, trust);
        }
        throw new IllegalStateException("no place for the key");
    }
}
