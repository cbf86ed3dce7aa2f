package io.pigw.runtime.est;

import io.pigw.runtime.asn1.Nesting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;

/** Reads a "certs-only" CMS in base64, with or without line ends (RFC 7030 §4.1.3, RFC 8951). */
final class CertsOnlyReader {

    private static final int MAX_CERTIFICATES = 8;

    private CertsOnlyReader() {}

    static List<X509Certificate> read(byte[] base64) throws EstException {
        Collection<X509CertificateHolder> holders = holders(base64);
        if (holders.size() > MAX_CERTIFICATES) {
            throw new EstException("the answer holds too many certificates");
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> certificates = new ArrayList<>();
            for (X509CertificateHolder holder : holders) {
                certificates.add(
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
            }
            return certificates;
        } catch (CertificateException | IOException e) {
            throw new EstException("the answer holds a certificate that cannot be read", e);
        }
    }

    private static Collection<X509CertificateHolder> holders(byte[] base64) throws EstException {
        try {
            byte[] cms = Base64.getMimeDecoder().decode(base64);
            if (!Nesting.isShallow(cms)) {
                throw new EstException("the answer is not a certs-only CMS");
            }
            return new CMSSignedData(cms).getCertificates().getMatches(null);
        } catch (CMSException | RuntimeException e) {
            // Bouncy Castle throws several unchecked exceptions at malformed ASN.1.
            throw new EstException("the answer is not a certs-only CMS", e);
        }
    }
}
