package io.pigw.runtime.cms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.testing.TestPki;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedBodyTest {

    private static final MimeEntity TEXT =
            new MimeEntity("text/plain;charset=UTF-8", Bytes.utf8("Grüße in the open: meet at noon"));

    private final TestPki pki = TestPki.create();
    private final NodeIdentity carol = pki.issue(Role.PEER, 1618);
    private final Sealer sealer = new Sealer(new SecureRandom());

    @Test
    void itsRecipientReadsIt() throws Exception {
        Bytes sealed = seal();

        assertThat(Opener.of(carol).open(sealed)).contains(TEXT);
        assertThat(text(sealed)).doesNotContain("open", "noon", "text/plain");
        assertThat(seal()).as("fresh keys each time").isNotEqualTo(sealed);
    }

    @Test
    void nobodyElseDoes() throws Exception {
        NodeIdentity another = pki.issue(Role.PEER, 586);
        NodeIdentity sameNodeOtherKey = pki.issue(Role.PEER, 1618);
        NodeIdentity herCertificateHisKey =
                new NodeIdentity(another.key(), carol.chain(), carol.trustAnchors(), carol.certificate());

        for (NodeIdentity one : List.of(another, sameNodeOtherKey, herCertificateHisKey)) {
            assertThat(Opener.of(one).open(seal())).as(one.toString()).isEmpty();
        }
    }

    @Test
    void isReadAfterOneRenewalAndNotAfterTwo() throws Exception {
        Bytes sealed = seal();
        Opener renewed = Opener.of(carol).renewed(pki.issue(Role.PEER, 1618));

        assertThat(renewed.open(sealed)).contains(TEXT);
        assertThat(renewed.renewed(pki.issue(Role.PEER, 1618)).open(sealed)).isEmpty();
        assertThat(renewed.toString()).isEqualTo("Opener of NodeIdentity[PEER 1618@p2p.example.net]");
    }

    @Test
    void whateverByteIsFlippedItIsNeverAnotherText() throws Exception {
        byte[] sealed = seal().toArray();
        Opener opener = Opener.of(carol);
        int refused = 0;
        for (int i = 0; i < sealed.length; i++) {
            byte[] altered = sealed.clone();
            altered[i] ^= 1;
            Optional<MimeEntity> read = opener.open(Bytes.copyOf(altered));
            assertThat(read.orElse(TEXT)).as("byte " + i).isEqualTo(TEXT);
            refused += read.isEmpty() ? 1 : 0;
        }

        byte[] text = sealed.clone();
        text[sealed.length - 20] ^= 1;
        byte[] tag = sealed.clone();
        tag[sealed.length - 1] ^= 1;
        assertThat(opener.open(Bytes.copyOf(text))).isEmpty();
        assertThat(opener.open(Bytes.copyOf(tag))).isEmpty();
        assertThat(refused).isGreaterThan(sealed.length * 9 / 10);
    }

    @Test
    void isCutShortOrNothingOfTheKind() throws Exception {
        byte[] sealed = seal().toArray();
        Opener opener = Opener.of(carol);

        assertThat(opener.open(Bytes.EMPTY)).isEmpty();
        assertThat(opener.open(Bytes.utf8("no CMS"))).isEmpty();
        assertThat(opener.open(Bytes.copyOf(HexFormat.of().parseHex("3080".repeat(32_768)))))
                .isEmpty();
        assertThat(opener.open(Bytes.copyOf(Arrays.copyOf(sealed, sealed.length - 1))))
                .isEmpty();
    }

    @Test
    void knowsItsTypeHoweverItIsWritten() {
        assertThat(Sealer.isSealed(Sealer.CONTENT_TYPE)).isTrue();
        assertThat(Sealer.isSealed("Application/PKCS7-MIME ; smime-type=enveloped-data"))
                .isTrue();
        assertThat(Sealer.isSealed("application/pkcs7-signature")).isFalse();
        assertThat(Sealer.isSealed(null)).isFalse();
    }

    @Test
    void takesTheTransferEncodingOfOthersAndNothingAmbiguous() {
        assertThat(parse("content-type: text/plain\r\nContent-Transfer-Encoding: BASE64\r\n\r\nSGVsbG8=\r\n"))
                .contains(new MimeEntity("text/plain", Bytes.utf8("Hello")));
        assertThat(parse("Content-Type: text/plain\r\n\r\n")).contains(new MimeEntity("text/plain", Bytes.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no head",
                "Content-Type: text/plain\n\nHello",
                "Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\nHello",
                "Content-Type: text/plain;\r\n charset=UTF-8\r\n\r\nHello",
                "Content-Type : text/plain\r\n\r\nHello",
                "Content-Transfer-Encoding: binary\r\n\r\nHello",
                "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nHello",
                "Content-Type: text/pl\u0001ain\r\n\r\nHello"
            })
    void whatIsNoEntityIsNone(String text) {
        assertThat(parse(text)).isEmpty();
    }

    @Test
    void aKeyThatIsNotP256IsRefused() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(new ECGenParameterSpec("secp384r1"));
        X509Certificate other = pki.serverChain(keys.generateKeyPair()).getFirst();

        assertThatExceptionOfType(InvalidKeyException.class).isThrownBy(() -> sealer.seal(TEXT, other));
    }

    private Bytes seal() throws InvalidKeyException {
        return sealer.seal(TEXT, carol.chain().getFirst());
    }

    private static Optional<MimeEntity> parse(String text) {
        return MimeEntity.parse(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(Bytes bytes) {
        return new String(bytes.toArray(), StandardCharsets.ISO_8859_1);
    }
}
