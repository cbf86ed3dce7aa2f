package io.pigw.gateway.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.Bytes;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway does when the core refuses, is silent or cannot be believed. */
final class RegistrationFailureTest extends RegistrationFixture {

    @Test
    void answersTwoInvalidChallengesAndNoThird() {
        registration.start();
        secret = new Secret.NotGenuine();
        core.challenge(SET);
        assertThat(core.header("Authorization")).contains("response=\"\"").doesNotContain("auts");
        secret = new Secret.Resync(Bytes.copyOf(new byte[14]));
        core.challenge(SET);
        int sent = core.requests.size();

        core.challenge(SET);

        assertThat(core.requests).hasSize(sent).hasSize(3);
        assertThat(registration.status().describe()).contains("not registered", "check that K and OP or OPc");
    }

    @Test
    void aWrongPasswordIsNotTriedForEver() {
        registration.start();
        core.challenge(SET);
        core.challenge(SET);
        core.challenge(SET);

        assertThat(core.requests).hasSize(3);
        assertThat(registration.status().refusal())
                .hasValueSatisfying(why -> assertThat(why).contains("does not accept"));
    }

    @Test
    void aCoreThatCannotProveItselfIsNotBelieved() {
        registration.start();
        core.challenge(SET);

        core.grant(60, "Authentication-Info: rspauth=\"" + SET.response() + "\"");

        assertThat(registration.status().isRegistered()).isFalse();
        assertThat(registration.status().describe()).contains("rspauth");
    }

    @Test
    void goesOnAfterLossesWithLongerPauses() {
        registration.start();
        Duration least = Duration.ofSeconds(30);
        for (int i = 0; i < 10; i++) {
            core.lose();
            int before = core.requests.size();
            time.advance(least.minusMillis(1));
            assertThat(core.requests).hasSize(before);
            time.advance(least.plusMillis(1));
            assertThat(core.requests).hasSize(before + 1);
            least = least.multipliedBy(2).compareTo(Duration.ofMinutes(15)) < 0
                    ? least.multipliedBy(2)
                    : Duration.ofMinutes(15);
        }
        core.challenge(SET);
        core.grant(60);

        assertThat(registration.status().isRegistered()).isTrue();
        assertThat(registration.status().refusal()).isEmpty();
    }

    @Test
    void waitsAsLongAsTheCoreSays() {
        registration.start();
        core.answer(503, "Service Unavailable", "Retry-After: 300 (maintenance)");

        time.advance(Duration.ofSeconds(299));
        assertThat(core.isAsked()).isFalse();
        time.advance(Duration.ofSeconds(1));

        assertThat(core.isAsked()).isTrue();
    }

    @Test
    void asksForLongerWhereTheCoreWantsIt() {
        registration.start();
        core.answer(423, "Interval Too Brief", "Min-Expires: 700000");
        assertThat(core.header("Contact")).endsWith("expires=700000");
        core.answer(423, "Interval Too Brief", "Min-Expires: 800000");
        core.answer(423, "Interval Too Brief", "Min-Expires: 900000");

        assertThat(core.requests).hasSize(3);
        assertThat(registration.status().describe()).contains("423");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 403, 404, 405, 420, 494})
    void aRefusalIsTakenSeriously(int status) {
        register(3600);
        time.advance(Duration.ofMinutes(50));

        core.answer(status, "No\u0007 way");

        assertThat(registration.status().isRegistered()).isFalse();
        assertThat(registration.status().describe()).contains("answered " + status + " No  way");
        assertThat(told).containsExactly("registered", "lost", "failed");
        time.advance(Duration.ofMinutes(15).minusMillis(1));
        assertThat(core.isAsked()).isFalse();
        time.advance(Duration.ofMinutes(15).plusMillis(1));
        assertThat(core.header("Authorization")).contains("nonce=\"\"");
    }

    @Test
    void aFailedRefreshLeavesTheBindingUntilItsEnd() {
        register(3600);
        time.advance(Duration.ofMinutes(50));
        core.lose();
        assertThat(registration.status().isRegistered()).isTrue();
        assertThat(registration.status().describe()).contains("registered until", "no final answer");

        while (registration.status().isRegistered()) {
            time.advance(Duration.ofSeconds(1));
            if (core.isAsked()) {
                core.lose();
            }
        }

        assertThat(time.instant()).isEqualTo("2026-11-21T10:00:00Z");
        assertThat(told).contains("lost");
    }

    @Test
    void aSignOfLossRegistersAnewButNotEachTime() {
        register(3600);
        int before = core.requests.size();

        registration.suspect();
        assertThat(core.requests).hasSize(before);
        time.advance(Duration.ofMinutes(1));
        registration.suspect();
        registration.suspect();

        assertThat(core.requests).hasSize(before + 1);
        assertThat(core.header("Authorization")).contains("nonce=\"\"");
    }

    @Test
    void anIdentityThatCannotBeReadIsReadAgain() {
        Authenticator.Identity known = identity;
        identity = new Authenticator.Identity.Unknown("no card in the reader");
        registration.start();
        assertThat(registration.status().describe()).contains("no card in the reader");

        identity = known;
        time.advance(Duration.ofSeconds(60));

        assertThat(core.isAsked()).isTrue();
    }

    @Test
    void anAttemptThatHangsEnds() {
        registration.start();

        time.advance(Duration.ofMinutes(10));
        assertThat(registration.status().describe()).contains("took too long");
        core.challenge(SET);

        assertThat(core.requests).hasSize(1);
    }

    @Test
    void anAlgorithmThatIsNotSpokenIsNamed() {
        secret = new Secret.None("the core challenges with AKAv2-MD5");
        registration.start();

        core.answer(401, "Unauthorized", "WWW-Authenticate: Digest realm=\"a\", nonce=\"b\", algorithm=AKAv2-MD5");

        assertThat(registration.status().describe()).contains("AKAv2-MD5");
    }
}
