package io.pigw.enrollment.ca;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** Public keys out of requests. */
final class PublicKeys {

    private PublicKeys() {}

    /** The key, once its point is known to lie on the curve and not at infinity (SP 800-56A §5.6.2.3.4). */
    static PublicKey p256(SubjectPublicKeyInfo info) throws GeneralSecurityException {
        try {
            if (!(PublicKeyFactory.createKey(info) instanceof ECPublicKeyParameters point)
                    || !point.getQ().isValid()) {
                throw new InvalidKeyException("the point is not on the curve");
            }
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(info.getEncoded()));
        } catch (IOException e) {
            throw new InvalidKeyException("unreadable key", e);
        }
    }
}
