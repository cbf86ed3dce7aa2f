package io.pigw.enrollment;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** PKCS#10 requests, good and bad. */
final class Requests {

    private static final Provider CASTLE = new BouncyCastleProvider();

    private Requests() {}

    static byte[] good(KeyPair pair) throws Exception {
        return csr(pair, pair, "SHA256withECDSA", "p2psip:1@p2p.example.net");
    }

    static byte[] wishing(KeyPair pair, String uri) throws Exception {
        return csr(pair, pair, "SHA256withECDSA", uri);
    }

    static byte[] rsa() throws Exception {
        return signedByRsa("SHA256withRSA");
    }

    static byte[] signedByRsa(String algorithm) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        return csr(pair, pair, algorithm, "p2psip:1@p2p.example.net");
    }

    static byte[] forSomeoneElsesKey() throws Exception {
        return csr(p256(), p256(), "SHA256withECDSA", "p2psip:1@p2p.example.net");
    }

    static KeyPair p256() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** Signed by an algorithm of the name that Java has for it. */
    static byte[] signed(KeyPair pair, String algorithm) throws Exception {
        return csr(pair, pair, algorithm, "p2psip:1@p2p.example.net");
    }

    /** A pair on another named curve. */
    static KeyPair on(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", CASTLE);
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    /** P-256 by its numbers instead of its name. */
    static byte[] withExplicitParameters() throws Exception {
        KeyPair pair = p256();
        SubjectPublicKeyInfo named =
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        return csr(
                new SubjectPublicKeyInfo(
                        new AlgorithmIdentifier(
                                X9ObjectIdentifiers.id_ecPublicKey, SECNamedCurves.getByName("secp256r1")),
                        named.getPublicKeyData().getOctets()),
                pair);
    }

    /** A point beside the curve. */
    static byte[] offTheCurve() throws Exception {
        KeyPair pair = p256();
        SubjectPublicKeyInfo good =
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        byte[] point = good.getPublicKeyData().getOctets();
        point[point.length - 1] ^= 1;
        return csr(new SubjectPublicKeyInfo(good.getAlgorithm(), point), pair);
    }

    /** With a challengePassword (RFC 2985 §5.4.1). */
    static byte[] withChallengePassword(KeyPair pair) throws Exception {
        return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=alice"), pair.getPublic())
                .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_challengePassword, new DERUTF8String("tls-unique"))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
    }

    private static byte[] csr(SubjectPublicKeyInfo key, KeyPair signer) throws Exception {
        return new PKCS10CertificationRequestBuilder(new X500Name("CN=alice"), key)
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))
                .getEncoded();
    }

    private static byte[] csr(KeyPair key, KeyPair signer, String algorithm, String uri) throws Exception {
        ExtensionsGenerator wishes = new ExtensionsGenerator();
        wishes.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.uniformResourceIdentifier, uri),
            new GeneralName(GeneralName.rfc822Name, "alice@p2p.example.net")
        }));
        return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=alice"), key.getPublic())
                .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wishes.generate())
                .build(new JcaContentSignerBuilder(algorithm)
                        .setProvider(CASTLE)
                        .build(signer.getPrivate()))
                .getEncoded();
    }

    /** A key pair that somebody would try. */
    static KeyPair tiny(int number) throws Exception {
        ECParameterSpec curve = ((ECPublicKey) p256().getPublic()).getParams();
        org.bouncycastle.math.ec.ECPoint point = CustomNamedCurves.getByName("P-256")
                .getG()
                .multiply(BigInteger.valueOf(number))
                .normalize();
        KeyFactory factory = KeyFactory.getInstance("EC");
        return new KeyPair(
                factory.generatePublic(new ECPublicKeySpec(
                        new ECPoint(
                                point.getAffineXCoord().toBigInteger(),
                                point.getAffineYCoord().toBigInteger()),
                        curve)),
                factory.generatePrivate(new ECPrivateKeySpec(BigInteger.valueOf(number), curve)));
    }
}
