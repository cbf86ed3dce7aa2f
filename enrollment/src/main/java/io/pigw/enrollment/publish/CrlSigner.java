package io.pigw.enrollment.publish;

import io.pigw.enrollment.ca.IssuingAuthority;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.SignatureProviders;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Makes a CRL: version 2, whole (neither delta nor indirect), of one issuing authority's certificates; with authority key
 * identifier and CRL number, and for each entry its reason unless that is unspecified (RFC 5280 §5).
 */
final class CrlSigner {

    private CrlSigner() {}

    /**
     * Signs, and makes sure that the signature verifies before anyone else sees it.
     *
     * @throws IllegalStateException if the key does not sign
     */
    static Crl sign(IssuingAuthority authority, CrlDraft draft, Instant now, Duration life) {
        Instant thisUpdate = now.truncatedTo(ChronoUnit.SECONDS);
        Instant nextUpdate = thisUpdate.plus(life);
        try {
            X509v2CRLBuilder builder = new X509v2CRLBuilder(
                    X500Name.getInstance(
                            authority.certificate().getSubjectX500Principal().getEncoded()),
                    Date.from(thisUpdate));
            builder.setNextUpdate(Date.from(nextUpdate));
            for (CrlDraft.Entry entry : draft.entries()) {
                builder.addCRLEntry(entry.serial(), Date.from(entry.revokedAt()), extensions(entry));
            }
            builder.addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.certificate()))
                    .addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(draft.number())));
            X509CRLHolder crl = builder.build(authority.signer());
            var verifier = new JcaContentVerifierProviderBuilder()
                    .setProvider(SignatureProviders.chosen())
                    .build(authority.certificate().getPublicKey());
            if (!crl.isSignatureValid(verifier)) {
                throw new IllegalStateException("the CRL's signature does not verify");
            }
            return new Crl(
                    authority.keyId(),
                    draft.number(),
                    thisUpdate,
                    nextUpdate,
                    draft.entries().size(),
                    Bytes.copyOf(crl.getEncoded()));
        } catch (IOException | GeneralSecurityException | OperatorCreationException | CertException e) {
            throw new IllegalStateException("the CRL cannot be signed", e);
        }
    }

    private static @Nullable Extensions extensions(CrlDraft.Entry entry) throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        if (entry.reason() != RevocationReason.UNSPECIFIED) {
            extensions.addExtension(
                    Extension.reasonCode, false, CRLReason.lookup(entry.reason().code()));
        }
        Instant since = entry.invalidSince();
        if (since != null) {
            extensions.addExtension(Extension.invalidityDate, false, new ASN1GeneralizedTime(Date.from(since)));
        }
        return extensions.isEmpty() ? null : extensions.generate();
    }
}
