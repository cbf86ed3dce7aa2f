package io.pigw.cli.enroll;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;

/**
 * An authority, for people.
 *
 * @param subject its name
 * @param ends when its certificate ends, UTC
 * @param sha256 fingerprint of its certificate, as {@code openssl x509 -fingerprint -sha256} shows it
 */
record Authority(String subject, String ends, String sha256) {

    static Authority of(X509Certificate certificate) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return new Authority(
                certificate.getSubjectX500Principal().getName(),
                certificate.getNotAfter().toInstant().toString(),
                HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT));
    }
}
