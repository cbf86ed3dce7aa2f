package io.pigw.runtime.revocation;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.jspecify.annotations.Nullable;

/** Where a certificate says that the list of its CA is (RFC 5280 §4.2.1.13). */
final class CrlPoints {

    private static final String CRL_DISTRIBUTION_POINTS = "2.5.29.31";
    private static final int MAX_URI_LENGTH = 512;

    private CrlPoints() {}

    /** The first of them that can be fetched over HTTP; empty if there is none. */
    static Optional<URI> of(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(CRL_DISTRIBUTION_POINTS);
        if (extension == null) {
            return Optional.empty();
        }
        try {
            CRLDistPoint points = CRLDistPoint.getInstance(
                    ASN1OctetString.getInstance(extension).getOctets());
            for (DistributionPoint point : points.getDistributionPoints()) {
                URI found = point.getReasons() == null && point.getCRLIssuer() == null
                        ? first(point.getDistributionPoint())
                        : null;
                if (found != null) {
                    return Optional.of(found);
                }
            }
        } catch (RuntimeException malformed) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /**
     * Reads where a list is.
     *
     * @throws IllegalArgumentException if it is no URL of HTTP
     */
    static URI parse(String text) {
        URI uri = URI.create(text);
        String scheme = uri.getScheme();
        if (text.length() > MAX_URI_LENGTH
                || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
                || uri.getHost() == null
                || uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "expected http://HOST/PATH or https://HOST/PATH, at most 512 characters");
        }
        return uri;
    }

    private static @Nullable URI first(@Nullable DistributionPointName name) {
        if (name == null || name.getType() != DistributionPointName.FULL_NAME) {
            return null;
        }
        for (GeneralName alternative : GeneralNames.getInstance(name.getName()).getNames()) {
            if (alternative.getTagNo() == GeneralName.uniformResourceIdentifier) {
                String text = ASN1IA5String.getInstance(alternative.getName()).getString();
                if (text.startsWith("http://") || text.startsWith("https://")) {
                    return parse(text);
                }
            }
        }
        return null;
    }
}
