package io.pigw.enrollment.issue;

import io.pigw.enrollment.hook.IdentityProvider;
import io.pigw.enrollment.policy.AddressGroup;
import io.pigw.enrollment.policy.Rate;
import io.pigw.enrollment.policy.RateLimit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Asks the identity provider, a few questions at a time, and no user's and no address's too often: so passwords are not guessed
 * there through us, and a provider that is slow or dead holds up none but those who need it. Any thread but a loop.
 */
final class Logins {

    /** Questions under way. Who would be one more is sent away at once, for waiting would take the place of others. */
    static final int MAX_AT_ONCE = 8;

    static final Rate OF_USER = new Rate(10, 60);
    static final Rate OF_ADDRESS = new Rate(60, 600);

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final RateLimit users = new RateLimit(OF_USER);
    private final RateLimit addresses = new RateLimit(OF_ADDRESS);
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);

    Logins(InstantSource clock) {
        this.clock = clock;
    }

    /** One question. */
    @FunctionalInterface
    interface Question {
        IdentityProvider.Answer ask() throws InterruptedException;
    }

    /** What came of it. */
    sealed interface Result {}

    /** The provider was asked. */
    record Asked(IdentityProvider.Answer answer) implements Result {}

    /** It was not. */
    record Spared(Outcome outcome) implements Result {}

    Result ask(String user, String address, Question question) throws InterruptedException {
        if (!places.tryAcquire()) {
            return new Spared(new Outcome.Busy("the identity provider has too many questions to answer", PAUSE));
        }
        try {
            Optional<Outcome> tooOften = count(user, address);
            return tooOften.isPresent() ? new Spared(tooOften.get()) : new Asked(question.ask());
        } finally {
            places.release();
        }
    }

    private Optional<Outcome> count(String user, String address) {
        Optional<Duration> wait = addresses.take(AddressGroup.of(address), clock.instant());
        if (wait.isPresent()) {
            return Optional.of(new Outcome.TooMany("too many passwords from this address", wait.get()));
        }
        return users.take(user.toLowerCase(Locale.ROOT), clock.instant())
                .map(pause -> new Outcome.TooMany("too many passwords of this user", pause));
    }
}
