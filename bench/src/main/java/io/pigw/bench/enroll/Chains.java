package io.pigw.bench.enroll;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/** What an enrollment brings. */
final class Chains {

    private Chains() {}

    /** Reads the certificates of an answer (RFC 7030 §4.2.3), the node's first. */
    static List<X509Certificate> read(byte[] base64) throws IOException {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(Base64.getMimeDecoder().decode(base64)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .sorted(Comparator.comparingInt(X509Certificate::getBasicConstraints))
                    .toList();
        } catch (CertificateException e) {
            throw new IOException("the server's answer holds no certificates", e);
        }
    }
}
