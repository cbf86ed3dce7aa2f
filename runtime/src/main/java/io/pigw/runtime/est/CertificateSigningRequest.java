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
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Name(new RDN[0]), pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .setProvider(SignatureProviders.chosen())
                            .build(pair.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new IOException("the key cannot sign", e);
        }
    }
}
