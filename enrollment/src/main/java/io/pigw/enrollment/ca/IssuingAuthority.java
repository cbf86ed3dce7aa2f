package io.pigw.enrollment.ca;

import io.pigw.runtime.identity.SignatureProviders;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.ContentSigner;

/** An issuing authority with its key, wherever that is. Any thread. */
public final class IssuingAuthority {

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final String keyId;

    /**
     * An authority that signs with the key.
     *
     * @throws IllegalArgumentException if the certificate has no subject key identifier
     */
    IssuingAuthority(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
        this.keyId = keyIdOf(certificate);
    }

    /** Its certificate, signed by the root. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Its subject key identifier (RFC 5280 §4.2.1.2), 40 lower-case hexadecimal digits: tells it from other authorities. */
    public String keyId() {
        return keyId;
    }

    /** When it ends. */
    public Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }

    /**
     * Signs one thing with ECDSA and SHA-256: a certificate, a CRL. For one use by one thread; makes no signature by itself.
     *
     * @throws IllegalStateException if the key cannot be used
     */
    public ContentSigner signer() {
        return SignatureProviders.contentSigner(key);
    }

    /** The subject key identifier of an authority's certificate, as {@link #keyId()}. */
    public static String keyIdOf(X509Certificate authority) {
        byte[] extension = authority.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        if (extension == null) {
            throw new IllegalArgumentException("the authority's certificate has no subject key identifier");
        }
        try {
            return HexFormat.of()
                    .formatHex(SubjectKeyIdentifier.getInstance(JcaX509ExtensionUtils.parseExtensionValue(extension))
                            .getKeyIdentifier());
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException("the subject key identifier cannot be read", e);
        }
    }

    @Override
    public String toString() {
        return "IssuingAuthority[" + keyId + "]";
    }
}
