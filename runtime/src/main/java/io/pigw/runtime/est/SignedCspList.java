package io.pigw.runtime.est;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.CertificateProfile;
import io.pigw.runtime.identity.SignedContent;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A list of CSPs whose signature has been found good: CMS SignedData (RFC 5652) by a signer for lists alone, under the trust
 * root.
 *
 * @param list what it says
 * @param cms the whole, DER
 */
public record SignedCspList(CspList list, Bytes cms) {

    private static final int MAX_BYTES = 64 * 1024;

    /** How far another's clock may be ahead. */
    private static final Duration AHEAD = Duration.ofMinutes(10);

    /**
     * Reads and checks one.
     *
     * @param roots trusted
     * @param overlay for which it must be
     * @param now the time of day
     * @throws EstException of kind {@link EstException.Kind#UNUSABLE}, with the reason
     */
    public static SignedCspList read(Bytes cms, Set<X509Certificate> roots, String overlay, Instant now)
            throws EstException {
        if (cms.size() > MAX_BYTES) {
            throw new EstException("the list of CSPs is larger than 64 KiB");
        }
        CspList list;
        try {
            SignedContent signed = SignedContent.read(cms, CertificateProfile.CSP_LIST_SIGNING);
            list = CspList.parse(signed.content().toArray());
            // The signer's certificate has to have been good when the list was issued: the list lives on after it.
            signed.requireTrusted(roots, list.issued());
        } catch (GeneralSecurityException untrusted) {
            throw new EstException("the list of CSPs " + untrusted.getMessage(), untrusted);
        }
        if (!list.overlay().equals(overlay)) {
            throw new EstException("the list of CSPs is for the overlay " + list.overlay() + ", not " + overlay);
        }
        if (list.issued().isAfter(now.plus(AHEAD))) {
            throw new EstException("the list of CSPs is of " + list.issued() + ", which is still to come");
        }
        if (!now.isBefore(list.expires())) {
            throw new EstException("the list of CSPs has expired at " + list.expires());
        }
        return new SignedCspList(list, cms);
    }
}
