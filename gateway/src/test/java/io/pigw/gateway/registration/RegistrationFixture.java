package io.pigw.gateway.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.gateway.isim.IsimIdentity;
import io.pigw.gateway.outbox.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A registration with a played core, a played card and time by hand. */
abstract class RegistrationFixture {

    static final Duration EXPIRY = Duration.ofMinutes(10_000);
    static final AkaAnswer SET = AkaAnswer.of("208-3");

    final ManualTime time = new ManualTime();
    final FakeCore core = new FakeCore();
    final List<String> told = new ArrayList<>();
    Secret secret = new Secret.Password(SET.res());
    Authenticator.Identity identity = new Authenticator.Identity.Known(
            new IsimIdentity(AkaAnswer.USER, List.of("sip:pigw@ims.example.net"), AkaAnswer.REALM));
    final Registration registration = new Registration(
            new RegistrationSettings(
                    FakeCore.CONTACT, EXPIRY, new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(30))),
            new Registration.Ports(core, new Immediate(), time, time, AkaAnswer.FIXED_RANDOM, new Told()));

    void register(int seconds, String... headers) {
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
