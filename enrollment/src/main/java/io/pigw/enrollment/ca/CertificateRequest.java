package io.pigw.enrollment.ca;

import io.pigw.runtime.asn1.Nesting;
import io.pigw.runtime.identity.SignatureProviders;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/** What became of a PKCS#10 request (RFC 2986). Names and extensions that it asks for are not even read. */
public sealed interface CertificateRequest {

    /** The largest request looked at, in bytes of DER. */
    int MAX_BYTES = 8 * 1024;

    /** Signature algorithms with a P-256 key: ECDSA with SHA-256, SHA-384, SHA-512. */
    Set<ASN1ObjectIdentifier> SIGNATURES = Set.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256,
            X9ObjectIdentifiers.ecdsa_with_SHA384,
            X9ObjectIdentifiers.ecdsa_with_SHA512);

    /** The requester holds the private key of this P-256 public key. */
    record Proven(PublicKey key) implements CertificateRequest {}

    /** Not acceptable. */
    record Rejected(String reason) implements CertificateRequest {}

    /**
     * What the requester signed: key, subject and wishes. A client that asks again may sign anew, for ECDSA with a key in a token
     * takes another random number each time; so a request is known by this. Of what is no PKCS#10: all of it.
     */
    static byte[] content(byte[] der) {
        if (der.length > MAX_BYTES || !Nesting.isShallow(der)) {
            return der.clone();
        }
        try {
            return new PKCS10CertificationRequest(der)
                    .toASN1Structure()
                    .getCertificationRequestInfo()
                    .getEncoded(ASN1Encoding.DER);
        } catch (IOException | RuntimeException malformed) {
            return der.clone();
        }
    }

    /** Reads the DER and checks key type, curve, point and proof of possession. */
    static CertificateRequest check(byte[] der) {
        if (der.length > MAX_BYTES) {
            return new Rejected("the request is larger than " + MAX_BYTES + " bytes");
        }
        if (!Nesting.isShallow(der)) {
            return new Rejected("the request is not PKCS#10 in DER");
        }
        PKCS10CertificationRequest request;
        try {
            request = new PKCS10CertificationRequest(der);
            if (!Arrays.equals(request.getEncoded(), der)) {
                return new Rejected("the request is not PKCS#10 in DER");
            }
        } catch (IOException | RuntimeException e) {
            return new Rejected("the request is not PKCS#10 in DER");
        }
        try {
            return check(request);
        } catch (GeneralSecurityException | OperatorCreationException | PKCSException | RuntimeException e) {
            return new Rejected("the request's key or signature cannot be read");
        }
    }

    private static CertificateRequest check(PKCS10CertificationRequest request)
            throws GeneralSecurityException, OperatorCreationException, PKCSException {
        SubjectPublicKeyInfo key = request.getSubjectPublicKeyInfo();
        if (!key.getAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                || !SECObjectIdentifiers.secp256r1.equals(key.getAlgorithm().getParameters())) {
            return new Rejected("the key must be EC on the named curve P-256");
        }
        if (!SIGNATURES.contains(request.getSignatureAlgorithm().getAlgorithm())) {
            return new Rejected("the request must be signed by ECDSA with SHA-256, SHA-384 or SHA-512");
        }
        PublicKey publicKey = PublicKeys.p256(key);
        var verifier = new JcaContentVerifierProviderBuilder()
                .setProvider(SignatureProviders.chosen())
                .build(publicKey);
        return request.isSignatureValid(verifier)
                ? new Proven(publicKey)
                : new Rejected("the request's signature does not prove possession of the key");
    }
}
