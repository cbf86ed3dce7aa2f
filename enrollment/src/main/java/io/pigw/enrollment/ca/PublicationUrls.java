package io.pigw.enrollment.ca;

import java.net.URI;
import java.util.Set;

/**
 * Where verifiers find what is published about certificates; it goes into each of them.
 *
 * @param base such as {@code http://ca.example.net:8080}; http, for what is fetched there is signed (RFC 5280 §8)
 */
public record PublicationUrls(URI base) {

    /** Keeps a certificate below its limit: the base is in it three times. */
    private static final int MAX_LENGTH = 200;

    /** Refuses what would be no good in a certificate. */
    public PublicationUrls {
        String text = base.toString();
        if (!Set.of("http", "https").contains(String.valueOf(base.getScheme()))
                || base.getHost() == null
                || base.getRawQuery() != null
                || base.getRawFragment() != null
                || base.getRawUserInfo() != null
                || !text.equals(base.toASCIIString())
                || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "expected a URL such as http://ca.example.net:8080, at most " + MAX_LENGTH + " characters");
        }
        if (text.endsWith("/")) {
            base = URI.create(text.substring(0, text.length() - 1));
        }
    }

    /** The CRL of the authority with that {@link IssuingAuthority#keyId()}. */
    public URI crl(String keyId) {
        return URI.create(base + "/crl/" + keyId);
    }

    /** The OCSP responder. */
    public URI ocsp() {
        return URI.create(base + "/ocsp");
    }

    /** The certificate of the authority with that {@link IssuingAuthority#keyId()}. */
    public URI authority(String keyId) {
        return URI.create(base + "/ca/" + keyId);
    }
}
