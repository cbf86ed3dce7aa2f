package io.pigw.runtime.est;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsrAttributesReaderTest {

    /** The example of RFC 7030 §4.5.2: challengePassword, P-384, MAC address of an extension request, ECDSA with SHA-384. */
    private static final String EXAMPLE =
            "MEEGCSqGSIb3DQEJBzASBgcqhkjOPQIBMQcGBSuBBAAiMBYGCSqGSIb3DQEJDjEJBgcrBgEBAQEWBggqhkjOPQQDAw==";

    @Test
    void readsTheExampleOfTheStandard() throws Exception {
        assertThat(CsrAttributesReader.read(EXAMPLE.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(List.of(
                        "1.2.840.113549.1.9.7",
                        "1.2.840.10045.2.1",
                        "1.3.132.0.34",
                        "1.2.840.113549.1.9.14",
                        "1.3.6.1.1.1.1.22",
                        "1.2.840.10045.4.3.3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MEE", "AAAA", "AgEB", "MAMCAQE="})
    void refusesWhatIsNoSuchList(String base64) {
        assertThatThrownBy(() -> CsrAttributesReader.read(base64.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(EstException.class);
    }

    @Test
    void refusesTooMany() throws Exception {
        ASN1EncodableVector many = new ASN1EncodableVector();
        for (int i = 0; i < 65; i++) {
            many.add(new ASN1ObjectIdentifier("1.2." + i));
        }
        byte[] base64 = Base64.getEncoder().encode(new DERSequence(many).getEncoded());

        assertThatThrownBy(() -> CsrAttributesReader.read(base64)).hasMessageContaining("too many");
    }
}
