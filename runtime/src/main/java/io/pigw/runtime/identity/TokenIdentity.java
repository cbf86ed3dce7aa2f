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
 * beside the old one, the file is replaced with one rename, and the old key goes at the next replacement. Only keys
 * that this identity made are deleted: their labels are noted in a file beside the certificates.
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
        String label = keys.freshLabel(random);
        made().add(label);
        return keys.generate(label);
    }

    @Override
    public void replace(NodeIdentity next) throws IOException {
        X509Certificate before = certificate();
        write(next, false);
        // The node signs with the old key until it has been told of the new one.
        made().write(keys.settle(made().labels(), List.of(next.chain().getFirst(), before)));
    }

    @Override
    public List<Path> watched() {
        return List.of(chain, trust);
    }

    private X509Certificate certificate() throws IOException {
        try {
            return Pem.readCertificates(chain).getFirst();
        } catch (GeneralSecurityException malformed) {
            throw new IOException("no certificates: " + chain, malformed);
        }
    }

    private MadeKeys made() {
        return MadeKeys.beside(chain);
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
