package io.pigw.runtime.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;

/** A certificate that nobody trusts: tokens keep a private key with one, and it carries the public key. */
public final class KeyPlaceholders {

    private static final Instant BEGIN = Instant.parse("2000-01-01T00:00:00Z");

    /** RFC 5280 §4.1.2.5: no end. */
    private static final Instant END = Instant.parse("9999-12-31T23:59:59Z");

    private KeyPlaceholders() {}

    /** A certificate of the pair, named by the label and signed by itself. */
    public static X509Certificate of(String label, KeyPair pair) throws IOException {
        X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, label).build();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, BigInteger.ONE, Date.from(BEGIN), Date.from(END), name, pair.getPublic());
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(SignatureProviders.contentSigner(pair.getPrivate())));
        } catch (CertificateException e) {
            throw new IOException("the key cannot be described", e);
        }
    }
}
