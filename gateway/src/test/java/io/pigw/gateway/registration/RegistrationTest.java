package io.pigw.gateway.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.gateway.isim.IsimIdentity;
import io.pigw.gateway.outbox.ManualTime;
import io.pigw.gateway.ua.RouteSet;
import io.pigw.p2psip.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistrationTest {

    private static final Duration EXPIRY = Duration.ofMinutes(10_000);
    private static final AkaAnswer SET = AkaAnswer.of("208-3");

    private final ManualTime time = new ManualTime();
    private final FakeCore core = new FakeCore();
    private final List<String> told = new ArrayList<>();
    private Secret secret = new Secret.Password(SET.res());
    private Authenticator.Identity identity = new Authenticator.Identity.Known(
            new IsimIdentity(AkaAnswer.USER, List.of("sip:pigw@ims.example.net"), AkaAnswer.REALM));
    private final Registration registration = new Registration(
            new RegistrationSettings(
                    FakeCore.CONTACT, EXPIRY, new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(30))),
            new Registration.Ports(core, new Immediate(), time, time, AkaAnswer.FIXED_RANDOM, new Told()));

    static List<AkaAnswer> answers() {
        return AkaAnswer.all();
    }

    @Test
    void theFirstRegisterSaysWhoItIs() {
        registration.start();

        RegisterRequest request = core.last();
        assertThat(request.requestUri()).isEqualTo("sip:ims.example.net");
        assertThat(request.addressOfRecord()).isEqualTo("sip:pigw@ims.example.net");
        assertThat(core.header("Contact")).isEqualTo("<sip:pigw@192.0.2.1:5060>;expires=600000");
        assertThat(core.header("Authorization"))
                .isEqualTo("Digest username=\"pigw@ims.example.net\", realm=\"ims.example.net\", nonce=\"\","
                        + " uri=\"sip:ims.example.net\", response=\"\"");
        assertThat(core.header("Supported")).isEqualTo("path");
    }

    @ParameterizedTest
    @MethodSource("answers")
    void answersTheChallengeAndIsRegistered(AkaAnswer answer) {
        secret = new Secret.Password(answer.res());
        registration.start();
        core.challenge(answer);
        assertThat(core.header("Authorization")).contains("response=\"" + answer.response() + "\"");

        core.grant(
                3600,
                "Service-Route: <sip:orig@scscf.ims.example.net;lr>",
                "P-Associated-URI: <sip:pigw@ims.example.net>, \"PIGW\" <tel:+15550100>",
                "Authentication-Info: rspauth=\"" + answer.rspauth() + "\"");

        assertThat(registration.serviceRoute()).containsExactly("<sip:orig@scscf.ims.example.net;lr>");
        assertThat(registration.status().isRegistered()).isTrue();
        assertThat(registration.status().binding().orElseThrow().associatedUris())
                .containsExactly("sip:pigw@ims.example.net", "tel:+15550100");
        assertThat(core.requests)
                .extracting(RegisterRequest::callId)
                .containsOnly(core.last().callId());
        assertThat(core.requests).extracting(RegisterRequest::cseq).containsExactly(1L, 2L);
        assertThat(told).containsExactly("registered");
    }

    @ParameterizedTest
    @CsvSource({"600000, 599400", "1201, 601", "1200, 600", "60, 30"})
    void refreshesAheadOfTheEnd(int granted, int refreshed) {
        register(granted);
        int before = core.requests.size();

        time.advance(Duration.ofSeconds(refreshed).minusMillis(1));
        assertThat(core.requests).hasSize(before);
        time.advance(Duration.ofMillis(1));

        assertThat(core.requests).hasSize(before + 1);
        assertThat(core.header("Authorization")).contains("nc=00000002", "nonce=\"" + SET.nonce() + "\"");
        core.grant(granted);
        assertThat(registration.status().binding().orElseThrow().until())
                .isEqualTo(time.instant().plusSeconds(granted));
    }

    @Test
    void aRefreshMayBeChallengedAnew() {
        register(60);
        time.advance(Duration.ofSeconds(30));
        AkaAnswer other = AkaAnswer.of("208-4");
        secret = new Secret.Password(other.res());

        core.challenge(other);

        assertThat(core.header("Authorization")).contains("nc=00000001", "response=\"" + other.response() + "\"");
        core.grant(60);
        assertThat(registration.status().isRegistered()).isTrue();
    }

    @Test
    void theNonceForNextTimeIsTaken() {
        register(60, "Authentication-Info: nextnonce=\"" + AkaAnswer.of("208-5").nonce() + "\"");
        secret = new Secret.Password(AkaAnswer.of("208-5").res());

        time.advance(Duration.ofSeconds(30));

        assertThat(core.header("Authorization"))
                .contains("response=\"" + AkaAnswer.of("208-5").response() + "\"");
    }

    @Test
    void synchronisesAndThenAnswers() {
        registration.start();
        secret = new Secret.Resync(Bytes.copyOf(new byte[14]));
        core.challenge(AkaAnswer.of("208-4"));
        assertThat(core.header("Authorization")).contains("auts=\"AAAAAAAAAAAAAAAAAAA=\"");

        secret = new Secret.Password(SET.res());
        core.challenge(SET);
        core.grant(60);

        assertThat(registration.status().isRegistered()).isTrue();
    }

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
    void aTwoHundredWithoutOurContactIsNoSuccess() {
        registration.start();

        core.answer(200, "OK");

        assertThat(registration.status().describe()).contains("without our contact");
    }

    @Test
    void aServiceRouteMayBearNames() {
        register(
                60,
                "Service-Route: \"S-CSCF, <one>\" <sip:orig@scscf.ims.example.net;lr>;x=y, Edge <sip:edge.ims.example.net;lr>",
                "Service-Route: <sip:last.ims.example.net;lr>");

        assertThat(registration.serviceRoute())
                .containsExactly(
                        "<sip:orig@scscf.ims.example.net;lr>;x=y",
                        "<sip:edge.ims.example.net;lr>",
                        "<sip:last.ims.example.net;lr>");
        assertThat(new RouteSet(registration.serviceRoute(), Optional.empty()).routes())
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:scscf.ims.example.net",
                "<sip:scscf.ims.example.net",
                "<sip:a;lr>, <>",
                "\"S <sip:scscf.ims.example.net;lr>",
                "<sip:scscf.ims.example.net;lr> x"
            })
    void aMalformedServiceRouteIsNoSuccess(String value) {
        registration.start();

        core.grant(60, "Service-Route: " + value);

        assertThat(registration.status().isRegistered()).isFalse();
        assertThat(registration.status().describe()).contains("Service-Route is malformed");
    }

    @Test
    void aServiceRouteIsNotCutShort() {
        registration.start();

        core.grant(60, "Service-Route: " + "<sip:p.ims.example.net;lr>,".repeat(8) + "<sip:last.ims.example.net;lr>");

        assertThat(registration.status().isRegistered()).isFalse();
        assertThat(registration.status().describe()).contains("9 values");
    }

    @Test
    void findsItsOwnContactAmongOthers() {
        registration.start();

        core.answer(
                200,
                "OK",
                "Contact: <sip:other@192.0.2.9>;expires=10, <SIP:pigw@192.0.2.1:5060;x=y>;q=0.5;Expires=77",
                "Expires: 5");

        assertThat(registration.status().binding().orElseThrow().lifetime()).isEqualTo(Duration.ofSeconds(77));
    }

    @Test
    void leavesInOrder() {
        register(3600);
        List<String> left = new ArrayList<>();

        registration.leave(() -> left.add("left"));

        assertThat(core.header("Contact")).endsWith("expires=0");
        assertThat(left).isEmpty();
        core.challenge(SET);
        assertThat(core.header("Contact")).endsWith("expires=0");
        core.answer(200, "OK");
        assertThat(left).containsExactly("left");
        time.advance(Duration.ofDays(30));
        assertThat(core.isAsked()).isFalse();
        assertThat(registration.status().isRegistered()).isFalse();
    }

    @Test
    void leavesAtOnceWhereNothingIsRegisteredOrAskedFor() {
        registration.start();
        core.lose();
        List<String> left = new ArrayList<>();

        registration.leave(() -> left.add("left"));

        assertThat(left).containsExactly("left");
        time.advance(Duration.ofDays(30));
        assertThat(core.isAsked()).isFalse();
    }

    @Test
    void leavesWithoutABindingWhenTheFirstRegisterIsLost() {
        registration.start();
        List<String> left = new ArrayList<>();

        registration.leave(() -> left.add("left"));
        assertThat(left).isEmpty();
        core.lose();

        assertThat(left).containsExactly("left");
        time.advance(Duration.ofDays(30));
        assertThat(core.isAsked()).isFalse();
    }

    @Test
    void takesBackWhatIsGrantedAfterTheWishToLeave() {
        registration.start();
        core.challenge(SET);
        List<String> left = new ArrayList<>();
        registration.leave(() -> left.add("left"));
        assertThat(core.requests).hasSize(2);

        core.grant(600_000);

        assertThat(core.requests).hasSize(3);
        assertThat(core.header("Contact")).endsWith("expires=0");
        assertThat(core.header("Authorization")).contains("nc=00000002");
        assertThat(left).isEmpty();
        core.answer(200, "OK");
        assertThat(left).containsExactly("left");
        assertThat(told).isEmpty();
        time.advance(Duration.ofDays(30));
        assertThat(core.isAsked()).isFalse();
    }

    @Test
    void aChallengeAfterTheWishToLeaveIsNotAnswered() {
        registration.start();
        List<String> left = new ArrayList<>();
        registration.leave(() -> left.add("left"));

        core.challenge(SET);

        assertThat(core.requests).hasSize(1);
        assertThat(left).containsExactly("left");
    }

    @Test
    void aRefreshIsAnsweredBeforeTheBindingIsTakenBack() {
        register(3600);
        time.advance(Duration.ofMinutes(50));
        int sent = core.requests.size();

        registration.leave(() -> {});
        assertThat(core.requests).hasSize(sent);
        core.challenge(SET);

        assertThat(core.requests).hasSize(sent + 1);
        assertThat(core.header("Contact")).endsWith("expires=0");
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

    private void register(int seconds, String... headers) {
        registration.start();
        core.challenge(SET);
        core.grant(seconds, headers);
        assertThat(registration.status().isRegistered()).isTrue();
    }

    private final class Immediate implements Authenticator {
        @Override
        public void identity(Consumer<Identity> then) {
            then.accept(identity);
        }

        @Override
        public void secret(DigestChallenge challenge, Consumer<Secret> then) {
            then.accept(secret);
        }
    }

    private final class Told implements RegistrationListener {
        @Override
        public void onRegistered(Binding binding) {
            told.add("registered");
        }

        @Override
        public void onLost() {
            told.add("lost");
        }

        @Override
        public void onFailure(String why) {
            told.add("failed");
        }
    }
}
