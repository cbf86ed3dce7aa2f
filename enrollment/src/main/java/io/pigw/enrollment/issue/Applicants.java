package io.pigw.enrollment.issue;

import io.pigw.enrollment.hook.IdentityProvider;
import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.policy.NameRefusedException;
import io.pigw.enrollment.policy.UserNames;
import io.pigw.enrollment.policy.Violation;
import io.pigw.enrollment.store.Claim;
import io.pigw.enrollment.store.Decision;
import io.pigw.enrollment.store.EnrollmentStore;
import io.pigw.p2psip.Party;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out who asks: the bearer of a token, or a user that the identity provider knows. */
final class Applicants {

    private static final Duration HOOK_PAUSE = Duration.ofSeconds(30);

    private final EnrollmentStore store;
    private final Optional<IdentityProvider> provider;
    private final UserNames names;
    private final InstantSource clock;
    private final Logins logins;

    Applicants(EnrollmentStore store, Optional<IdentityProvider> provider, UserNames names, InstantSource clock) {
        this.store = store;
        this.provider = provider;
        this.names = names;
        this.clock = clock;
        this.logins = new Logins(clock);
    }

    /** Who it is. */
    sealed interface Applicant {}

    /** He has a right. */
    record Known(Claim.Right right, Grant grant) implements Applicant {}

    /** He was answered before. */
    record Repeating(Decision.Repeated repeated) implements Applicant {}

    /** He gets nothing. */
    record Turned(Outcome outcome) implements Applicant {}

    Applicant identify(Credentials credentials, String csrHash, String address, Turn turn) throws InterruptedException {
        String hash = credentials.secret().hash();
        Optional<Decision> decision = StoreCall.await(store.authenticate(hash, csrHash, clock.instant()));
        if (decision.isEmpty()) {
            return new Turned(new Outcome.Busy("the store does not answer"));
        }
        return switch (decision.get()) {
            case Decision.Allowed(Grant grant) -> new Known(new Claim.Token(hash), grant);
            case Decision.Repeated repeated -> new Repeating(repeated);
            case Decision.BadToken(String reason) -> new Turned(new Outcome.Unauthenticated(reason));
            case Decision.Refused(List<Violation> violations) -> new Turned(new Outcome.Refused(violations));
            case Decision.Pending pending -> throw new IllegalStateException("a token alone waits: " + pending);
            case Decision.Unknown() ->
                provider.isPresent() && !credentials.user().isEmpty()
                        ? ask(provider.get(), credentials, address, turn)
                        : new Turned(new Outcome.Unauthenticated("there is no such token"));
        };
    }

    private Applicant ask(IdentityProvider whom, Credentials credentials, String address, Turn turn)
            throws InterruptedException {
        String user = credentials.user();
        Optional<Logins.Result> result =
                turn.aside(() -> logins.ask(user, address, () -> whom.identify(user, credentials.secret(), address)));
        if (result.isEmpty()) {
            return new Turned(new Outcome.Busy("too many enrollments at once"));
        }
        return switch (result.get()) {
            case Logins.Spared(Outcome outcome) -> new Turned(outcome);
            case Logins.Asked(IdentityProvider.Answer answer) -> answered(answer);
        };
    }

    private Applicant answered(IdentityProvider.Answer answer) {
        return switch (answer) {
            case IdentityProvider.Stranger() ->
                new Turned(new Outcome.Unauthenticated("there is no such token, and no such user with that password"));
            case IdentityProvider.Unavailable() ->
                new Turned(new Outcome.Busy("the identity provider does not answer", HOOK_PAUSE));
            case IdentityProvider.Known known -> provided(known, clock.instant());
        };
    }

    private Applicant provided(IdentityProvider.Known known, Instant now) {
        Set<Party.User> users = new LinkedHashSet<>();
        List<Violation> violations = new ArrayList<>();
        for (String name : known.users()) {
            try {
                users.add(names.normalise(name));
            } catch (NameRefusedException e) {
                violations.add(e.violation());
            }
        }
        if (!violations.isEmpty()) {
            return new Turned(new Outcome.Refused(violations));
        }
        Grant grant = new Grant(known.account(), known.role(), List.copyOf(users), null, now);
        return new Known(new Claim.Provided(grant), grant);
    }
}
