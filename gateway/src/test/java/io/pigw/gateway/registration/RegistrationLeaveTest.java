package io.pigw.gateway.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the gateway takes its registration back. */
final class RegistrationLeaveTest extends RegistrationFixture {

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
}
