package io.pigw.runtime.identity;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/**
 * Keys in a PKCS#11 token; all methods block. The one in use is found by its certificate, among those labelled with the alias or {@code ALIAS/…}.
 *
 * @param config where the token is
 */
public record TokenKeys(Pkcs11Config config) {

    private static final int NUMBER_BYTES = 8;

    /**
     * The key that belongs to the certificate.
     *
     * @throws IOException if there is none or the token cannot be used; the message names the token, never the PIN
     */
    public PrivateKey keyOf(X509Certificate certificate) throws IOException {
        return Pkcs11Token.open(config)
                .key(this::isOurs, certificate)
                .orElseThrow(() -> new IOException(config
                        + ": no key in the token belongs to the certificate; a key is only found with a certificate"
                        + " of its public key beside it"));
    }

    /** Makes a P-256 key in the token, under a label of its own. The private half never leaves it. */
    public KeyPair generate(SecureRandom random) throws IOException {
        Pkcs11Token token = Pkcs11Token.open(config);
        byte[] number = new byte[NUMBER_BYTES];
        random.nextBytes(number);
        String label = config.alias() + "/" + HexFormat.of().formatHex(number);
        KeyPair pair = token.generate();
        X509Certificate placeholder = KeyPlaceholders.of(label, pair);
        token.keep(label, pair.getPrivate(), placeholder);
        PrivateKey kept = Pkcs11Token.open(config)
                .key(label::equals, placeholder)
                .orElseThrow(() -> new IOException(config + " has lost the key that it made"));
        return new KeyPair(pair.getPublic(), kept);
    }

    /** Deletes the keys that {@link #generate} made but the certificate's. */
    public void settle(X509Certificate certificate) throws IOException {
        Pkcs11Token token = Pkcs11Token.open(config);
        List<String> aliases = token.aliases();
        if (token.key(this::isOurs, certificate).isEmpty()) {
            throw new IOException(config + ": no key in the token belongs to the certificate");
        }
        for (String alias : aliases) {
            if (alias.startsWith(config.alias() + "/") && !token.isFor(alias, certificate)) {
                token.delete(alias);
            }
        }
    }

    private boolean isOurs(String label) {
        return label.equals(config.alias()) || label.startsWith(config.alias() + "/");
    }

    @Override
    public String toString() {
        return config.toString();
    }
}
