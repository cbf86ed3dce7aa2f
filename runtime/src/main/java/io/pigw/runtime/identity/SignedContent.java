package io.pigw.runtime.identity;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.asn1.Nesting;
import java.security.GeneralSecurityException;
import java.security.SignatureException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignerDigestMismatchException;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * The content of a CMS SignedData (RFC 5652 §5) whose signature fits its one signer, whose certificate is for such content and
 * nothing else. Whether that certificate is to be trusted depends on when the content was signed, which the content says: see
 * {@link #requireTrusted}. Immutable.
 *
 * @param content what was signed
 * @param signer the signer's certificate
 * @param shown all certificates that came along, in no order: of several issuing CAs during a rotation
 */
public record SignedContent(Bytes content, X509Certificate signer, List<X509Certificate> shown) {

    private static final int MAX_CERTIFICATES = 8;

    /** Copies the list. */
    public SignedContent {
        shown = List.copyOf(shown);
    }

    /**
     * Reads one.
     *
     * @param cms the whole, DER or BER
     * @param purpose the one extended key usage that the signer's certificate must have
     * @throws GeneralSecurityException with the reason, as the end of a sentence about what is read
     */
    public static SignedContent read(Bytes cms, String purpose) throws GeneralSecurityException {
        if (!Nesting.isShallow(cms.toArray())) {
            throw new SignatureException("is no CMS SignedData that can be verified");
        }
        try {
            return verified(new CMSSignedData(cms.toArray()), purpose);
        } catch (CMSException | OperatorCreationException | RuntimeException malformed) {
            // Bouncy Castle throws several unchecked exceptions at malformed ASN.1.
            throw new SignatureException("is no CMS SignedData that can be verified", malformed);
        }
    }

    /**
     * Refuses the content unless the signer's certificate led to one of the roots at that time.
     *
     * @throws GeneralSecurityException if it did not, with the reason
     */
    public void requireTrusted(Collection<X509Certificate> roots, Instant at) throws GeneralSecurityException {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(signer);
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(
                roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet()), target);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(shown)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        try {
            CertPathBuilder.getInstance("PKIX").build(parameters);
        } catch (GeneralSecurityException untrusted) {
            throw new CertificateException("is not signed under the given root: " + untrusted.getMessage(), untrusted);
        }
    }

    private static SignedContent verified(CMSSignedData signed, String purpose)
            throws GeneralSecurityException, CMSException, OperatorCreationException {
        Collection<SignerInformation> signers = signed.getSignerInfos().getSigners();
        Collection<X509CertificateHolder> holders = signed.getCertificates().getMatches(null);
        if (signers.size() != 1
                || signed.getSignedContent() == null
                || !(signed.getSignedContent().getContent() instanceof byte[] content)) {
            throw new SignatureException("has not exactly one signer and one content");
        }
        if (holders.size() > MAX_CERTIFICATES) {
            throw new SignatureException("brings more than " + MAX_CERTIFICATES + " certificates");
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
            throw new CertificateException("does not bring its signer's certificate");
        }
        if (!List.of(purpose).equals(own.getExtendedKeyUsage())) {
            throw new CertificateException("is signed by a certificate that is for something else");
        }
        if (!isGood(signer, own)) {
            throw new SignatureException("is not signed as it should be: the signature is wrong");
        }
        return new SignedContent(Bytes.copyOf(content), own, shown);
    }

    private static boolean isGood(SignerInformation signer, X509Certificate certificate)
            throws OperatorCreationException, CMSException {
        try {
            return signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate));
        } catch (CMSSignerDigestMismatchException otherContent) {
            return false;
        }
    }
}
