package io.pigw.runtime.identity;

import io.pigw.p2psip.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Names a CA's key, as the lists that it signs do. */
public final class KeyIdentifiers {

    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    private static final int MAX_SIZE = 64;

    private KeyIdentifiers() {}

    /** The subject key identifier of a CA's certificate; where it has none, the SHA-1 of its key (RFC 5280 §4.2.1.2 (1)). */
    public static Bytes of(X509Certificate ca) {
        byte[] extension = ca.getExtensionValue(SUBJECT_KEY_IDENTIFIER);
        if (extension != null) {
            byte[] identifier = SubjectKeyIdentifier.getInstance(
                            ASN1OctetString.getInstance(extension).getOctets())
                    .getKeyIdentifier();
            if (identifier.length > 0 && identifier.length <= MAX_SIZE) {
                return Bytes.copyOf(identifier);
            }
        }
        byte[] key = SubjectPublicKeyInfo.getInstance(ca.getPublicKey().getEncoded())
                .getPublicKeyData()
                .getOctets();
        try {
            return Bytes.copyOf(MessageDigest.getInstance("SHA-1").digest(key));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
