package io.pigw.runtime.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.LinkedHashSet;

/**
 * An identity as PEM files.
 *
 * @param key the private key, PKCS#8, mode 0600
 * @param chain the node's certificate first
 * @param trust the trust roots
 */
public record IdentityFiles(Path key, Path chain, Path trust) {

    /** The files of a directory: {@code key.pem}, {@code certificates.pem}, {@code trust.pem}. */
    public static IdentityFiles in(Path directory) {
        return new IdentityFiles(
                directory.resolve("key.pem"), directory.resolve("certificates.pem"), directory.resolve("trust.pem"));
    }

    /** Whether all three are there. */
    public boolean exist() {
        return Files.exists(key) && Files.exists(chain) && Files.exists(trust);
    }

    /**
     * Reads them. Blocks.
     *
     * @throws IOException if a file is missing or malformed; the message names the file and never holds its content
     */
    public NodeIdentity load() throws IOException {
        try {
            return NodeIdentity.of(
                    Pem.readKey(key), Pem.readCertificates(chain), new LinkedHashSet<>(Pem.readCertificates(trust)));
        } catch (CertificateRefusedException refused) {
            throw new IOException(chain + ": " + refused.getMessage(), refused);
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw new IOException("not an identity: " + key + ", " + chain + ", " + trust, malformed);
        }
    }

    /** Writes them, each aside and then renamed, the key last. Blocks. */
    public void save(NodeIdentity identity) throws IOException {
        try {
            Pem.writeCertificates(trust, identity.trustAnchors());
            Pem.writeCertificates(chain, identity.chain());
            Pem.writeKey(key, identity.key());
        } catch (GeneralSecurityException unencodable) {
            throw new IOException("cannot be written as PEM: " + chain, unencodable);
        }
    }
}
