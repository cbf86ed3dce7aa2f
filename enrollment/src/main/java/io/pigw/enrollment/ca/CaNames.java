package io.pigw.enrollment.ca;

import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** Distinguished names of authorities and signers. */
final class CaNames {

    private static final String ORGANISATION = "PIGW";
    private static final String ROOT = "root";

    private CaNames() {}

    /** {@code O=PIGW, CN=p2p.example.net OCSP}. */
    static X500Name of(String overlay, String which) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, ORGANISATION)
                .addRDN(BCStyle.CN, overlay + " " + which)
                .build();
    }

    static X500Name root(String overlay) {
        return of(overlay, ROOT);
    }

    /** A name of its own for each key: CRLs are known by their issuer's name (RFC 5280 §5). */
    static X500Name issuing(String overlay, String keyId) {
        return of(overlay, "issuing " + keyId.substring(0, 8));
    }

    static X500Name of(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    /**
     * The overlay of a root.
     *
     * @throws IllegalArgumentException if the certificate is none of ours
     */
    static String overlay(X509Certificate root) {
        RDN[] names = of(root).getRDNs(BCStyle.CN);
        String name =
                names.length == 1 ? IETFUtils.valueToString(names[0].getFirst().getValue()) : "";
        if (!name.endsWith(" " + ROOT)) {
            throw new IllegalArgumentException("not the certificate of a root made by pigw");
        }
        return name.substring(0, name.length() - ROOT.length() - 1);
    }
}
