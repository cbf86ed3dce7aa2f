package io.pigw.enrollment.ca;

import io.pigw.runtime.identity.KeyPairs;
import io.pigw.runtime.identity.Pkcs11Config;
import io.pigw.runtime.identity.TokenKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;

/** How the private key of an authority is kept. All methods block. */
public sealed interface Custody {

    /** Makes a P-256 pair; in a token it is there at once. */
    KeyPair generate(SecureRandom random) throws IOException;

    /** Keeps the key with its certificates in a new file; where it is in a token, it is there already. */
    void save(Path file, PrivateKey key, List<X509Certificate> chain) throws IOException;

    /**
     * The key of the certificate.
     *
     * @param file where {@link #save} put it
     * @throws IOException if it is not there, does not belong to the certificate, or password or PIN is wrong
     */
    PrivateKey load(Path file, X509Certificate certificate) throws IOException;

    /** Where the key is, for people. */
    String where(Path file);

    /** In a PKCS#12 file. */
    record Encrypted(Password password) implements Custody {

        @Override
        public KeyPair generate(SecureRandom random) throws IOException {
            password.ensure(random);
            password.read();
            return KeyPairs.generate(random);
        }

        @Override
        public void save(Path file, PrivateKey key, List<X509Certificate> chain) throws IOException {
            Pkcs12File.write(file, password, key, chain);
        }

        @Override
        public PrivateKey load(Path file, X509Certificate certificate) throws IOException {
            PrivateKey key = Pkcs12File.read(file, password);
            if (!KeyPairs.belongTogether(key, certificate.getPublicKey())) {
                throw new IOException(file + " is not the key of the certificate "
                        + certificate.getSubjectX500Principal().getName());
            }
            return key;
        }

        @Override
        public String where(Path file) {
            return file.toString();
        }
    }

    /** In a PKCS#11 token, which it never leaves. */
    record Token(Pkcs11Config config) implements Custody {

        @Override
        public KeyPair generate(SecureRandom random) throws IOException {
            return new TokenKeys(config).generate(random);
        }

        @Override
        public void save(Path file, PrivateKey key, List<X509Certificate> chain) {}

        @Override
        public PrivateKey load(Path file, X509Certificate certificate) throws IOException {
            return new TokenKeys(config).keyOf(certificate);
        }

        @Override
        public String where(Path file) {
            return config.toString();
        }
    }
}
