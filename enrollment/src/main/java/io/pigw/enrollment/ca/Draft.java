package io.pigw.enrollment.ca;

import io.pigw.p2psip.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/**
 * A certificate as it will be, with an empty signature: to be looked at before it is signed.
 *
 * @param certificate with a signature that is none
 * @param toBeSigned what the signature will be over
 */
record Draft(X509CertificateHolder certificate, Bytes toBeSigned) {

    static Draft of(X509v3CertificateBuilder builder) {
        Blank blank = new Blank();
        X509CertificateHolder certificate = builder.build(blank);
        return new Draft(certificate, Bytes.copyOf(blank.content.toByteArray()));
    }

    /** Takes what would be signed, and signs nothing. */
    private static final class Blank implements ContentSigner {

        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            try {
                return new DERSequence().getEncoded(ASN1Encoding.DER);
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
