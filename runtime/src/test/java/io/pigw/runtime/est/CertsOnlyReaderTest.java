package io.pigw.runtime.est;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

class CertsOnlyReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    void readsOneLineAndMany() throws Exception {
        byte[] cms = cms(2);

        assertThat(CertsOnlyReader.read(Base64.getEncoder().encode(cms))).hasSize(2);
        assertThat(CertsOnlyReader.read(Base64.getMimeEncoder().encode(cms))).hasSize(2);
    }

    @Test
    void refusesMoreCertificatesThanAChainHas() throws Exception {
        byte[] cms = Base64.getEncoder().encode(cms(9));

        assertThatThrownBy(() -> CertsOnlyReader.read(cms))
                .isInstanceOf(EstException.class)
                .hasMessageContaining("too many");
    }

    @Test
    void throwsNothingButItsOwnException() throws Exception {
        byte[] good = cms(1);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        int refused = 0;

        for (int i = 0; i < 3_000; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            refused += isRefused(Base64.getEncoder().encode(bad)) ? 1 : 0;
        }
        for (String text : List.of("", "AAAA", "no base64", "MAA=", "<html>")) {
            refused += isRefused(text.getBytes(StandardCharsets.UTF_8)) ? 1 : 0;
        }

        assertThat(refused).isPositive();
    }

    private static boolean isRefused(byte[] base64) {
        try {
            CertsOnlyReader.read(base64);
            return false;
        } catch (EstException expected) {
            return true;
        }
    }

    private static byte[] cms(int certificates) throws Exception {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
        for (int i = 1; i <= certificates; i++) {
            X509CertificateHolder holder = new JcaX509v3CertificateBuilder(
                            new X500Name("CN=ca"),
                            BigInteger.valueOf(i),
                            Date.from(NOW),
                            Date.from(NOW.plusSeconds(60)),
                            new X500Name("CN=node"),
                            pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
            generator.addCertificate(holder);
        }
        return generator.generate(new CMSAbsentContent()).getEncoded();
    }
}
