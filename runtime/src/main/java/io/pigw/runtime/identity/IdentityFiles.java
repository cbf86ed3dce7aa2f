package io.pigw.runtime.identity;

import io.pigw.runtime.secret.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * An identity as PEM files.
 *
 * @param key the private key, PKCS#8, mode 0600
 * @param chain the node's certificate first
 * @param trust the trust roots
 */
public record IdentityFiles(Path key, Path chain, Path trust) implements IdentityStore {

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
     * @throws IOException if a file is missing or malformed, if others than its owner can reach the key, or if key and certificate
     *     do not belong together; the message names the file and never holds its content
     */
    @Override
    public NodeIdentity load() throws IOException {
        new FileReplacement(key, chain).recover();
        SecretFile.requirePrivate(key);
        NodeIdentity identity = read();
        if (!KeyPairs.belongTogether(identity.key(), identity.chain().getFirst().getPublicKey())) {
            throw new IOException(key + " and " + chain + " do not belong together: put the key in place that the first"
                    + " certificate is for, or enroll anew");
        }
        return identity;
    }

    private NodeIdentity read() throws IOException {
        try {
            return NodeIdentity.of(
                    Pem.readKey(key), Pem.readCertificates(chain), new LinkedHashSet<>(Pem.readCertificates(trust)));
        } catch (CertificateRefusedException refused) {
            throw new IOException(chain + ": " + refused.getMessage(), refused);
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw new IOException("not an identity: " + key + ", " + chain + ", " + trust, malformed);
        }
    }

    /** Writes a first identity, each file aside and then renamed, the key last. Blocks. */
    public void save(NodeIdentity identity) throws IOException {
        try {
            Pem.writeCertificates(trust, identity.trustAnchors());
            Pem.writeCertificates(chain, identity.chain());
            Pem.writeKey(key, identity.key());
        } catch (GeneralSecurityException unencodable) {
            throw new IOException("cannot be written as PEM: " + chain, unencodable);
        }
    }

    @Override
    public KeyPair freshKey(SecureRandom random) {
        return KeyPairs.generate(random);
    }

    /** The trust roots stay as they are. */
    @Override
    public void replace(NodeIdentity next) throws IOException {
        try {
            new FileReplacement(key, chain).replaceBy(next, _ -> {});
        } catch (GeneralSecurityException unencodable) {
            throw new IOException("cannot be written as PEM: " + chain, unencodable);
        }
    }

    @Override
    public List<Path> watched() {
        return List.of(key, chain, trust);
    }
}
