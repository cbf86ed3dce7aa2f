package io.pigw.enrollment.ca;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;

class CertificateRequestTest {

    @Test
    void takesAP256Key() throws Exception {
        KeyPair pair = ec("secp256r1");

        CertificateRequest result = CertificateRequest.check(csr(pair, pair, "SHA256withECDSA"));

        assertThat(result).isEqualTo(new CertificateRequest.Proven(pair.getPublic()));
    }

    @Test
    void takesNothingButTheKeyFromARequest() throws Exception {
        KeyPair pair = ec("secp256r1");
        ExtensionsGenerator wishes = new ExtensionsGenerator();
        wishes.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, "p2psip:1@p2p.example.net")));
        byte[] csr = builder(pair)
                .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wishes.generate())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();

        assertThat(CertificateRequest.check(csr)).isEqualTo(new CertificateRequest.Proven(pair.getPublic()));
    }

    @Test
    void refusesRsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();

        assertRejected(csr(pair, pair, "SHA256withRSA"), "P-256");
    }

    @Test
    void refusesAnotherCurve() throws Exception {
        KeyPair pair = ec("secp384r1");

        assertRejected(csr(pair, pair, "SHA256withECDSA"), "P-256");
    }

    @Test
    void refusesAnotherHash() throws Exception {
        KeyPair pair = ec("secp256r1");

        assertRejected(csr(pair, pair, "SHA1withECDSA"), "SHA-256");
    }

    @Test
    void refusesSomeoneElsesKey() throws Exception {
        assertRejected(csr(ec("secp256r1"), ec("secp256r1"), "SHA256withECDSA"), "possession");
    }

    @Test
    void refusesAPointOffTheCurve() throws Exception {
        KeyPair pair = ec("secp256r1");
        byte[] csr = csr(pair, pair, "SHA256withECDSA");
        byte[] key = pair.getPublic().getEncoded();
        int at = java.util.Collections.indexOfSubList(boxed(csr), boxed(key)) + key.length - 1;
        csr[at] ^= 1;

        assertThat(CertificateRequest.check(csr)).isInstanceOf(CertificateRequest.Rejected.class);
    }

    @Test
    void refusesWhatIsTooLarge() {
        assertRejected(new byte[CertificateRequest.MAX_BYTES + 1], "larger");
    }

    @Test
    void survivesEveryFlippedByteAndGarbage() throws Exception {
        KeyPair pair = ec("secp256r1");
        byte[] good = csr(pair, pair, "SHA256withECDSA");
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);

        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= (byte) (1 << random.nextInt(8));
            assertThat(CertificateRequest.check(bad))
                    .as("byte %d flipped", i)
                    .isInstanceOf(CertificateRequest.Rejected.class);
        }
        for (int i = 0; i < 500; i++) {
            byte[] garbage = new byte[random.nextInt(400)];
            random.nextBytes(garbage);
            assertThat(CertificateRequest.check(garbage)).isInstanceOf(CertificateRequest.Rejected.class);
        }
    }

    private static void assertRejected(byte[] csr, String reason) {
        assertThat(CertificateRequest.check(csr))
                .isInstanceOfSatisfying(
                        CertificateRequest.Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains(reason));
    }

    private static java.util.List<Byte> boxed(byte[] bytes) {
        java.util.List<Byte> list = new java.util.ArrayList<>();
        for (byte b : bytes) {
            list.add(b);
        }
        return list;
    }

    private static byte[] csr(KeyPair key, KeyPair signer, String algorithm) throws Exception {
        return builder(key)
                .build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()))
                .getEncoded();
    }

    private static PKCS10CertificationRequestBuilder builder(KeyPair key) {
        return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=ignored"), key.getPublic());
    }

    private static KeyPair ec(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }
}
