package io.pigw.enrollment.revoke;

import io.pigw.p2psip.Party;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * What a revocation needs of a certificate on record.
 *
 * @param issuer hex of the authority key identifier
 * @param users its rfc822Names
 */
record CertificateFacts(String issuer, List<String> users) {

    static CertificateFacts of(byte[] der) {
        try {
            X509CertificateHolder certificate = new X509CertificateHolder(der);
            byte[] issuer = AuthorityKeyIdentifier.fromExtensions(certificate.getExtensions())
                    .getKeyIdentifierOctets();
            List<String> users = new ArrayList<>();
            GeneralNames names =
                    GeneralNames.fromExtensions(certificate.getExtensions(), Extension.subjectAlternativeName);
            if (names != null) {
                for (GeneralName name : names.getNames()) {
                    if (name.getTagNo() == GeneralName.rfc822Name) {
                        users.add(name.getName().toString());
                    }
                }
            }
            return new CertificateFacts(HexFormat.of().formatHex(issuer), users);
        } catch (IOException e) {
            throw new IllegalStateException("a certificate on record is none", e);
        }
    }

    boolean names(Party.User user) {
        return users.contains(user.toString());
    }
}
