package io.pigw.enrollment;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** PKCS#10 requests, good and bad. */
final class Requests {

    private Requests() {}

    static byte[] good(KeyPair pair) throws Exception {
        return csr(pair, pair, "SHA256withECDSA", "p2psip:1@p2p.example.net");
    }

    static byte[] wishing(KeyPair pair, String uri) throws Exception {
        return csr(pair, pair, "SHA256withECDSA", uri);
    }

    static byte[] rsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        return csr(pair, pair, "SHA256withRSA", "p2psip:1@p2p.example.net");
    }

    static byte[] forSomeoneElsesKey() throws Exception {
        return csr(p256(), p256(), "SHA256withECDSA", "p2psip:1@p2p.example.net");
    }

    static KeyPair p256() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static byte[] csr(KeyPair key, KeyPair signer, String algorithm, String uri) throws Exception {
        ExtensionsGenerator wishes = new ExtensionsGenerator();
        wishes.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.uniformResourceIdentifier, uri),
            new GeneralName(GeneralName.rfc822Name, "alice@p2p.example.net")
        }));
        return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=alice"), key.getPublic())
                .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wishes.generate())
                .build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()))
                .getEncoded();
    }
}
