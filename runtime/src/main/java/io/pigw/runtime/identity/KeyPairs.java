package io.pigw.runtime.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/** Key pairs of P-256. */
public final class KeyPairs {

    private static final byte[] PROBE = "Do these two belong together?".getBytes(StandardCharsets.US_ASCII);
    private static final String ALGORITHM = "SHA256withECDSA";

    private KeyPairs() {}

    /** A new one, in memory. */
    public static KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", SignatureProviders.chosen());
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has P-256", impossible);
        }
    }

    /** Whether what the one signs verifies with the other. Any provider's key that can sign will do. */
    public static boolean belongTogether(PrivateKey key, PublicKey certified) {
        try {
            Signature signing = Signature.getInstance(ALGORITHM);
            signing.initSign(key);
            signing.update(PROBE);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(ALGORITHM);
            verifying.initVerify(certified);
            verifying.update(PROBE);
            return verifying.verify(signature);
        } catch (GeneralSecurityException unusable) {
            return false;
        }
    }
}
