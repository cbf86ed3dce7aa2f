package io.pigw.enrollment.ocsp;

import io.pigw.runtime.identity.SignatureProviders;
import java.security.PrivateKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Signs answers about one authority's certificates, by a key that this authority delegated it to (RFC 6960 §4.2.2.2). The
 * key lives in memory alone. Any thread.
 *
 * @param key the delegated key
 * @param certificate of that key, by the authority; goes along with each answer
 * @param renewAt when the next signer is due
 * @param notAfter no answer may be good for longer
 */
record OcspSigner(PrivateKey key, X509CertificateHolder certificate, Instant renewAt, Instant notAfter) {

    /** A certificate asked for, and what is known of it. */
    record Answer(CertificateID id, CertificateStatus status) {}

    /** Signs {@code BasicOCSPResponse} from {@code thisUpdate} to {@code nextUpdate}, whole seconds both. */
    BasicOCSPResp sign(List<Answer> answers, @Nullable Extension nonce, Instant thisUpdate, Instant nextUpdate) {
        try {
            BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(
                    certificate.getSubjectPublicKeyInfo(), new BcDigestCalculatorProvider().get(RespID.HASH_SHA1)));
            for (Answer answer : answers) {
                builder.addResponse(
                        answer.id(), status(answer.status()), Date.from(thisUpdate), Date.from(nextUpdate), null);
            }
            if (nonce != null) {
                builder.setResponseExtensions(new Extensions(nonce));
            }
            return builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA")
                            .setProvider(SignatureProviders.chosen())
                            .build(key),
                    new X509CertificateHolder[] {certificate},
                    Date.from(thisUpdate));
        } catch (OCSPException | OperatorCreationException e) {
            throw new IllegalStateException("the OCSP signer does not sign", e);
        }
    }

    private static org.bouncycastle.cert.ocsp.@Nullable CertificateStatus status(CertificateStatus status) {
        return switch (status) {
            case CertificateStatus.Good() -> org.bouncycastle.cert.ocsp.CertificateStatus.GOOD;
            case CertificateStatus.Revoked revoked ->
                new RevokedStatus(
                        Date.from(revoked.at().truncatedTo(ChronoUnit.SECONDS)),
                        revoked.reason().code());
            case CertificateStatus.Unknown() -> new UnknownStatus();
        };
    }

    @Override
    public String toString() {
        return "OcspSigner[" + certificate.getSerialNumber().toString(16) + "]";
    }
}
