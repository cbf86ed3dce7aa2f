package io.pigw.runtime.est;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * PKCS#10 (RFC 2986) with nothing but the key: ID and names are the authority's to give. The same for the same key; where
 * the key cannot leave its token but for the signature, which does not matter to a server that knows requests by their content.
 */
final class CertificateSigningRequest {

    private CertificateSigningRequest() {}

    static byte[] der(KeyPair pair) throws IOException {
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Name(new RDN[0]), pair.getPublic())
                    .build(signer(pair.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException | RuntimeException e) {
            throw new IOException("the key cannot sign", e);
        }
    }

    private static ContentSigner signer(PrivateKey key) throws IOException, OperatorCreationException {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            return new JcaContentSignerBuilder("SHA256withECDSA").build(key);
        }
        return PrivateKeyFactory.createKey(encoded) instanceof ECPrivateKeyParameters curve
                ? new RepeatableSigner(curve, curve.getParameters().getN())
                : new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    }
}
