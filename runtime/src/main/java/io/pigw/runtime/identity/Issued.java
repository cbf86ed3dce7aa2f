package io.pigw.runtime.identity;

import io.pigw.p2psip.Bytes;
import java.security.cert.X509Certificate;

/**
 * A certificate as lists of revoked ones name it.
 *
 * @param issuer {@link KeyIdentifiers key identifier} of the CA that signed it
 * @param serial its serial number
 */
public record Issued(Bytes issuer, SerialNumber serial) {

    static Issued by(X509Certificate ca, X509Certificate certificate) {
        return new Issued(KeyIdentifiers.of(ca), SerialNumber.of(certificate.getSerialNumber()));
    }
}
