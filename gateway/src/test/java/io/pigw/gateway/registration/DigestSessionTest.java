package io.pigw.gateway.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.Bytes;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DigestSessionTest {

    static List<AkaAnswer> answers() {
        return AkaAnswer.all();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void answersAsOpensslComputed(AkaAnswer answer) {
        DigestSession session = session(answer.challenge(), new Secret.Password(answer.res()));

        String value = session.authorize(AkaAnswer.CNONCE);

        assertThat(value)
                .startsWith("Digest username=\"pigw@ims.example.net\", realm=\"ims.example.net\"")
                .contains("nonce=\"" + answer.nonce() + "\"", "uri=\"sip:ims.example.net\"")
                .contains("response=\"" + answer.response() + "\"")
                .contains("algorithm=AKAv1-MD5", "qop=auth", "nc=00000001", "cnonce=\"" + AkaAnswer.CNONCE + "\"");
    }

    @ParameterizedTest
    @MethodSource("answers")
    void checksTheServersProof(AkaAnswer answer) {
        DigestSession session = session(answer.challenge(), new Secret.Password(answer.res()));
        session.authorize(AkaAnswer.CNONCE);

        assertThat(session.proves(info("rspauth=\"" + answer.rspauth() + "\""))).isTrue();
        assertThat(session.proves(info("rspauth=\"" + answer.response() + "\"")))
                .isFalse();
        assertThat(session.proves(info("qop=auth"))).isTrue();
    }

    @Test
    void countsTheUsesOfANonce() {
        DigestSession session = session(AkaAnswer.of("208-3").challenge(), new Secret.Password(Bytes.utf8("x")));

        String first = session.authorize(AkaAnswer.CNONCE);
        String second = session.authorize(AkaAnswer.CNONCE);

        assertThat(first).contains("nc=00000001");
        assertThat(second).contains("nc=00000002").doesNotContain(response(first));
    }

    @Test
    void synchronisesWithTheEmptyPassword() {
        DigestChallenge challenge =
                DigestChallenge.parse(AkaAnswer.of("208-3").challenge()).orElseThrow();
        Bytes auts = Bytes.copyOf(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14});

        String resync = DigestSession.of(challenge, AkaAnswer.USER, AkaAnswer.URI, new Secret.Resync(auts))
                .authorize(AkaAnswer.CNONCE);
        String empty = session(AkaAnswer.of("208-3").challenge(), new Secret.Password(Bytes.EMPTY))
                .authorize(AkaAnswer.CNONCE);

        assertThat(resync).contains("auts=\"" + Base64.getEncoder().encodeToString(auts.toArray()) + "\"");
        assertThat(response(resync)).isEqualTo(response(empty));
    }

    /** RFC 2617 §3.5, whose method is GET; here for REGISTER by openssl, without qop as in RFC 2069 and with SHA-256. */
    @Test
    void speaksPlainDigestToo() {
        String realm = "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"";

        assertThat(response(DigestSession.of(
                                DigestChallenge.parse(realm).orElseThrow(),
                                "Mufasa",
                                "sip:host.com",
                                new Secret.Password(Bytes.utf8("Circle Of Life")))
                        .authorize(AkaAnswer.CNONCE)))
                .isEqualTo("52ad2b6a7cc0537ab3f10c9feabf754d");
        assertThat(response(DigestSession.of(
                                DigestChallenge.parse(realm + ", algorithm=SHA-256, qop=\"auth\", opaque=\"5ccc\"")
                                        .orElseThrow(),
                                "Mufasa",
                                "sip:host.com",
                                new Secret.Password(Bytes.utf8("Circle Of Life")))
                        .authorize(AkaAnswer.CNONCE)))
                .isEqualTo("29ff7976035e650dca5af9239972677780876cf1593cc48f8fa022842d855510");
        assertThat(response(DigestSession.of(
                                DigestChallenge.parse(realm + ", qop=\"auth-int\"")
                                        .orElseThrow(),
                                "Mufasa",
                                "sip:host.com",
                                new Secret.Password(Bytes.utf8("Circle Of Life")))
                        .authorize(AkaAnswer.CNONCE)))
                .isEqualTo("e6e337a3ba5a6aa41cd9a51bfc5c158e");
    }

    private static DigestSession session(String challenge, Secret.Password password) {
        return DigestSession.of(
                DigestChallenge.parse(challenge).orElseThrow(), AkaAnswer.USER, AkaAnswer.URI, password);
    }

    private static AuthParameters info(String text) {
        return AuthParameters.parse(text).orElseThrow();
    }

    private static String response(String authorization) {
        return authorization.replaceFirst(".*response=\"([0-9a-f]*)\".*", "$1");
    }
}
