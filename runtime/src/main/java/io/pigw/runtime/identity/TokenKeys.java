package io.pigw.runtime.identity;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
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
        return generate(freshLabel(random));
    }

    /** A label that no key has: the alias, a slash, and 64 random bits. */
    String freshLabel(SecureRandom random) {
        byte[] number = new byte[NUMBER_BYTES];
        random.nextBytes(number);
        return config.alias() + "/" + HexFormat.of().formatHex(number);
    }

    KeyPair generate(String label) throws IOException {
        Pkcs11Token token = Pkcs11Token.open(config);
        KeyPair pair = token.generate();
        X509Certificate placeholder = KeyPlaceholders.of(label, pair);
        token.keep(label, pair.getPrivate(), placeholder);
        PrivateKey kept = Pkcs11Token.open(config)
                .key(label::equals, placeholder)
                .orElseThrow(() -> new IOException(config + " has lost the key that it made"));
        return new KeyPair(pair.getPublic(), kept);
    }

    /**
     * Deletes what is not needed any more of certain keys.
     *
     * @param labels the keys that may be deleted
     * @param needed by certificates for other keys of theirs, first of all the one in use
     * @return the labels of those that are still there
     * @throws IOException if there is no key for the one in use: then nothing is deleted
     */
    List<String> settle(List<String> labels, List<X509Certificate> needed) throws IOException {
        Pkcs11Token token = Pkcs11Token.open(config);
        if (token.key(this::isOurs, needed.getFirst()).isEmpty()) {
            throw new IOException(config + ": no key in the token belongs to the certificate");
        }
        List<String> present = token.aliases();
        List<String> kept = new ArrayList<>();
        for (String label : labels) {
            if (present.contains(label)) {
                if (isNeeded(token, label, needed)) {
                    kept.add(label);
                } else {
                    token.delete(label);
                }
            }
        }
        return kept;
    }

    private static boolean isNeeded(Pkcs11Token token, String label, List<X509Certificate> needed) throws IOException {
        for (X509Certificate certificate : needed) {
            if (token.isFor(label, certificate)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOurs(String label) {
        return label.equals(config.alias()) || label.startsWith(config.alias() + "/");
    }

    @Override
    public String toString() {
        return config.toString();
    }
}
