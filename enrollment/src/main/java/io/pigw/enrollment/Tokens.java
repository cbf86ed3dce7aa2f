package io.pigw.enrollment;

import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.policy.NameRefusedException;
import io.pigw.enrollment.policy.TokenSecret;
import io.pigw.enrollment.policy.UserNames;
import io.pigw.enrollment.policy.Violation;
import io.pigw.enrollment.store.Decision;
import io.pigw.enrollment.store.EnrollmentStore;
import io.pigw.p2psip.Party;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Issues one-time tokens. Blocks on the store. */
final class Tokens {

    private static final long STORE_TIMEOUT_MILLIS = 10_000;

    private final UserNames names;
    private final EnrollmentStore store;
    private final InstantSource clock;
    private final SecureRandom random;

    Tokens(UserNames names, EnrollmentStore store, InstantSource clock, SecureRandom random) {
        this.names = names;
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /** A token that is on record. */
    record Token(String secret, Instant expires) {
        @Override
        public String toString() {
            return "Token[expires=" + expires + "]";
        }
    }

    Token issue(TokenRequest request, AuditActor actor) throws TokenRefusedException, InterruptedException {
        Instant now = clock.instant();
        Grant grant = grant(request, now);
        TokenSecret secret = TokenSecret.draw(random);
        Decision decision;
        try {
            decision =
                    store.addToken(secret.hash(), grant, actor, now).get(STORE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the store does not take the token", e);
        }
        return switch (decision) {
            case Decision.Allowed _ -> new Token(secret.reveal(), grant.expires());
            case Decision.Refused(var violations) -> throw new TokenRefusedException(violations);
            case Decision.Denied denied -> throw new IllegalStateException("no answer to a new token: " + denied);
        };
    }

    private Grant grant(TokenRequest request, Instant now) throws TokenRefusedException {
        Set<Party.User> users = new LinkedHashSet<>();
        List<Violation> violations = new ArrayList<>();
        for (String name : request.users()) {
            try {
                users.add(names.normalise(name));
            } catch (NameRefusedException e) {
                violations.add(e.violation());
            }
        }
        if (!violations.isEmpty()) {
            throw new TokenRefusedException(violations);
        }
        return new Grant(
                request.account(),
                request.role(),
                users.stream().toList(),
                request.fixedId(),
                now.plus(request.lifetime()));
    }
}
