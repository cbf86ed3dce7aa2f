package io.pigw.runtime.est;

import io.pigw.runtime.identity.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * Keeps the key of an enrollment that waits for approval, so that the same request can be made again after a restart. Blocks.
 *
 * @param file PKCS#8 PEM, mode 0600
 */
public record PendingKey(Path file) {

    /** In a folder where the identity will be. */
    public static PendingKey in(Path directory) {
        return new PendingKey(directory.resolve("pending-key.pem"));
    }

    /** The key that is kept, or the new one, which is kept from now on. */
    public KeyPair orKeep(KeyPair fresh) throws IOException {
        if (!Files.exists(file)) {
            Pem.writeKey(file, fresh.getPrivate());
            return fresh;
        }
        try {
            PrivateKey key = Pem.readKey(file);
            if (!(PrivateKeyFactory.createKey(key.getEncoded()) instanceof ECPrivateKeyParameters curve)) {
                throw new IOException(file + ": no EC key; remove it");
            }
            var point = new FixedPointCombMultiplier()
                    .multiply(curve.getParameters().getG(), curve.getD());
            byte[] spki = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                            new ECPublicKeyParameters(point, curve.getParameters()))
                    .getEncoded();
            return new KeyPair(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki)), key);
        } catch (GeneralSecurityException malformed) {
            throw new IOException(file + ": no key; remove it", malformed);
        }
    }

    /** The enrollment is over. */
    public void forget() throws IOException {
        Files.deleteIfExists(file);
    }
}
