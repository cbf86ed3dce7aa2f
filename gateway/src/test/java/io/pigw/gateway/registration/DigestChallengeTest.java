package io.pigw.gateway.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DigestChallengeTest {

    @Test
    void readsAllOfIt() {
        Optional<DigestChallenge> challenge = DigestChallenge.parse(
                "DIGEST  realm = \"a, \\\"b\\\"\" ,nonce=\"n=1\",qop=\"auth-int , auth\", opaque=\"o\",STALE=TRUE, algorithm=akav1-md5, x=\"y,z\"");

        assertThat(challenge)
                .contains(new DigestChallenge(
                        "a, \\\"b\\\"", "n=1", Optional.of("o"), "akav1-md5", Optional.of("auth"), true));
    }

    @Test
    void findsRandAndAutn() {
        DigestChallenge challenge =
                DigestChallenge.parse(AkaAnswer.of("208-3").challenge()).orElseThrow();

        assertThat(challenge.aka().orElseThrow().rand().toHex()).isEqualTo("9f7c8d021accf4db213ccff0c7f71a6a");
        assertThat(challenge.aka().orElseThrow().autn().toHex())
                .isEqualTo("ae4a3a9b4c97" + "725c" + "9cabc3e99baf7281");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Digest",
                "Basic realm=\"a\"",
                "Digest realm=\"a\"",
                "Digest nonce=\"a\"",
                "Digest realm=\"a\", nonce=\"b",
                "Digest realm=\"a\" nonce=\"b\"",
                "Digest realm=\"a\", realm=\"c\", nonce=\"b\"",
                "Digest realm=\"a\", nonce=\"b\", qop=\"other\"",
                "Digest realm=\"a\", nonce=\"b\", algorithm=\"M D\"",
                "Digest realm=\"a\", nonce",
                "Digest =\"a\", nonce=\"b\""
            })
    void refusesWhatItCannotAnswer(String header) {
        assertThat(DigestChallenge.parse(header)).isEmpty();
    }

    @Test
    void isBounded() {
        assertThat(DigestChallenge.parse("Digest realm=\"a\", nonce=\"" + "b".repeat(5_000) + "\""))
                .isEmpty();
        assertThat(DigestChallenge.parse("Digest realm=\"a\", nonce=\"b\"" + ", a=\"\"".repeat(1) + many()))
                .isEmpty();
    }

    private static String many() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            text.append(", p").append(i).append("=1");
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not base64", "AAAA"})
    void aNonceWithoutRandIsNoAka(String nonce) {
        DigestChallenge challenge =
                new DigestChallenge("r", nonce, Optional.empty(), "AKAv1-MD5", Optional.empty(), false);

        assertThat(challenge.aka()).isEmpty();
    }
}
