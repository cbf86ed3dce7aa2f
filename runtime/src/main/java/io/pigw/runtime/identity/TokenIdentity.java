package io.pigw.runtime.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * An identity whose key is in a PKCS#11 token. The certificate's file says which of the token's keys is in use: a new key is made
 * beside the old one, the file is replaced with one rename, and the old key goes at the next replacement.
 *
 * @param keys where the key is
 * @param chain PEM, the node's certificate first
 * @param trust PEM, the trust roots
 */
public record TokenIdentity(TokenKeys keys, Path chain, Path trust) implements IdentityStore {

    @Override
    public NodeIdentity load() throws IOException {
        try {
            List<X509Certificate> certificates = Pem.readCertificates(chain);
            return NodeIdentity.of(
                    keys.keyOf(certificates.getFirst()),
                    certificates,
                    new LinkedHashSet<>(Pem.readCertificates(trust)));
        } catch (CertificateRefusedException refused) {
            throw new IOException(chain + ": " + refused.getMessage(), refused);
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw new IOException("not an identity: " + chain + ", " + trust, malformed);
        }
    }

    /** Writes a first identity, whose key is one of {@link #freshKey}. Blocks. */
    public void save(NodeIdentity identity) throws IOException {
        write(identity, true);
    }

    @Override
    public KeyPair freshKey(SecureRandom random) throws IOException {
        return keys.generate(random);
    }

    @Override
    public void replace(NodeIdentity next) throws IOException {
        write(next, false);
        keys.settle(next.chain().getFirst());
    }

    @Override
    public List<Path> watched() {
        return List.of(chain, trust);
    }

    private void write(NodeIdentity identity, boolean withTrust) throws IOException {
        keys.keyOf(identity.chain().getFirst());
        try {
            if (withTrust) {
                Pem.writeCertificates(trust, identity.trustAnchors());
            }
            Pem.writeCertificates(chain, identity.chain());
        } catch (GeneralSecurityException unencodable) {
            throw new IOException("cannot be written as PEM: " + chain, unencodable);
        }
    }
}
