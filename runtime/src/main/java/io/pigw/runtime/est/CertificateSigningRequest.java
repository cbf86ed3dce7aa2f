package io.pigw.runtime.est;

import io.pigw.runtime.identity.SignatureProviders;
import java.io.IOException;
import java.security.KeyPair;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** PKCS#10 (RFC 2986) with nothing but the key: ID and names are the authority's to give. */
final class CertificateSigningRequest {

    private CertificateSigningRequest() {}

    static byte[] der(KeyPair pair) throws IOException {
        JcaContentSignerBuilder signer = new JcaContentSignerBuilder("SHA256withECDSA");
        if (pair.getPrivate().getEncoded() != null) {
            signer.setProvider(SignatureProviders.chosen()); // a key that cannot leave its token finds its own
        }
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Name(new RDN[0]), pair.getPublic())
                    .build(signer.build(pair.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new IOException("the key cannot sign", e);
        }
    }
}
