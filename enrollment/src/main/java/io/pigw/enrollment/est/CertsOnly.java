package io.pigw.enrollment.est;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;

/** The "certs-only" CMS of RFC 7030 §4.1.3, in base64 on a single line: RFC 8951 allows it and strongSwan needs it. */
final class CertsOnly {

    private CertsOnly() {}

    static byte[] base64(List<X509Certificate> certificates) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            for (X509Certificate certificate : certificates) {
                generator.addCertificate(new JcaX509CertificateHolder(certificate));
            }
            byte[] der = generator.generate(new CMSAbsentContent()).getEncoded("DER");
            return Base64.getEncoder().encode(der);
        } catch (CMSException | IOException | CertificateEncodingException e) {
            throw new IllegalStateException("cannot encode certificates", e);
        }
    }
}
