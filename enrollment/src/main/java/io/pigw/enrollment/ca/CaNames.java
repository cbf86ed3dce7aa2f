package io.pigw.enrollment.ca;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Distinguished names of authorities and signers. */
final class CaNames {

    private static final String ORGANISATION = "PIGW";

    private CaNames() {}

    /** {@code O=PIGW, CN=p2p.example.net root}. */
    static X500Name of(String overlay, String which) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, ORGANISATION)
                .addRDN(BCStyle.CN, overlay + " " + which)
                .build();
    }
}
