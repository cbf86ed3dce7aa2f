package io.pigw.enrollment.est;

import java.io.IOException;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * What a request must hold (RFC 7030 §4.5.2 in the syntax of RFC 8951 §3.3): a key on P-256, and a signature by ECDSA with
 * SHA-256. No extensions: names and ID are not the client's to choose, so nothing of RFC 9908 is asked. No
 * challengePassword: the link of RFC 7030 §3.5 between request and TLS is not made, for TLS 1.3 has no tls-unique, and
 * what proves an identity here is the token or the current certificate, not the request.
 */
final class CsrAttributes {

    private CsrAttributes() {}

    static byte[] base64() {
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        attributes.add(new Attribute(X9ObjectIdentifiers.id_ecPublicKey, new DERSet(SECObjectIdentifiers.secp256r1)));
        attributes.add(X9ObjectIdentifiers.ecdsa_with_SHA256);
        try {
            return Base64.getEncoder().encode(new DERSequence(attributes).getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("constants have an encoding", e);
        }
    }
}
