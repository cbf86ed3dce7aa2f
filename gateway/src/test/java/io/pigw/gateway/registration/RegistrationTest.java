package io.pigw.gateway.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.gateway.ua.RouteSet;
import io.pigw.p2psip.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the gateway registers, answers challenges, refreshes, and what it takes from a success. */
final class RegistrationTest extends RegistrationFixture {

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
}
