package io.pigw.runtime.est;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.CertificateProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * A list of CSPs whose signature has been found good: CMS SignedData (RFC 5652) by a signer for lists alone, under the trust
 * root.
 *
 * @param list what it says
 * @param cms the whole, DER
 */
public record SignedCspList(CspList list, Bytes cms) {

    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_CERTIFICATES = 8;

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
            CMSSignedData signed = new CMSSignedData(cms.toArray());
            list = CspList.parse(content(signed));
            verify(signed, roots, list.issued());
        } catch (CMSException | IOException | GeneralSecurityException | OperatorCreationException e) {
            throw e instanceof EstException known
                    ? known
                    : new EstException("the list of CSPs is not signed as it should be", e);
        } catch (RuntimeException e) {
            // Bouncy Castle throws several unchecked exceptions at malformed ASN.1.
            throw new EstException("the list of CSPs is no CMS SignedData", e);
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

    private static byte[] content(CMSSignedData signed) throws CMSException, IOException {
        CMSTypedData content = signed.getSignedContent();
        if (content == null) {
            throw new EstException("the list of CSPs has no content");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.write(bytes);
        return bytes.toByteArray();
    }

    /** The signer's certificate has to have been good when the list was issued: the list lives on after it. */
    private static void verify(CMSSignedData signed, Set<X509Certificate> roots, Instant at)
            throws CMSException, GeneralSecurityException, OperatorCreationException, EstException {
        Collection<SignerInformation> signers = signed.getSignerInfos().getSigners();
        Collection<X509CertificateHolder> holders = signed.getCertificates().getMatches(null);
        if (signers.size() != 1 || holders.size() > MAX_CERTIFICATES) {
            throw new EstException("the list of CSPs has not exactly one signer");
        }
        SignerInformation signer = signers.iterator().next();
        List<X509Certificate> shown = new ArrayList<>();
        X509Certificate own = null;
        for (X509CertificateHolder holder : holders) {
            X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(holder);
            shown.add(certificate);
            own = signer.getSID().match(holder) ? certificate : own;
        }
        if (own == null) {
            throw new EstException("the list of CSPs lacks its signer's certificate");
        }
        if (!List.of(CertificateProfile.CSP_LIST_SIGNING).equals(own.getExtendedKeyUsage())) {
            throw new EstException("the list of CSPs is signed by a certificate that is for something else");
        }
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(
                roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet()), target(own));
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(shown)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        CertPathBuilder.getInstance("PKIX").build(parameters);
        if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(own))) {
            throw new EstException("the signature of the list of CSPs is wrong");
        }
    }

    private static X509CertSelector target(X509Certificate certificate) {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(certificate);
        return target;
    }
}
