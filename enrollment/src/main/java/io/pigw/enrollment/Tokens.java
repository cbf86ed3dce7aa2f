package io.pigw.enrollment;

import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.policy.TokenSecret;
import io.pigw.enrollment.policy.UserNames;
import io.pigw.enrollment.store.Decision;
import io.pigw.enrollment.store.EnrollmentStore;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Ring;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Issues one-time tokens. Blocks on the store. */
final class Tokens {

    private static final long STORE_TIMEOUT_MILLIS = 10_000;

    private final UserNames names;
    private final Ring ring;
    private final EnrollmentStore store;
    private final InstantSource clock;
    private final SecureRandom random;

    Tokens(UserNames names, Ring ring, EnrollmentStore store, InstantSource clock, SecureRandom random) {
        this.names = names;
        this.ring = ring;
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

    Token issue(TokenRequest request) throws TokenRefusedException, InterruptedException {
        Instant now = clock.instant();
        Grant grant = grant(request, now);
        TokenSecret secret = TokenSecret.draw(random);
        Decision decision;
        try {
            decision = store.addToken(secret.hash(), grant, now).get(STORE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the store does not take the token", e);
        }
        return switch (decision) {
            case Decision.Allowed _ -> new Token(secret.reveal(), grant.expires());
            case Decision.Denied denied -> throw new TokenRefusedException(denied.reason());
        };
    }

    private Grant grant(TokenRequest request, Instant now) throws TokenRefusedException {
        NodeId fixed = request.fixedId();
        if (fixed != null && !ring.contains(fixed)) {
            throw new TokenRefusedException("the node ID " + fixed + " is outside the ring of 2^" + ring.bits());
        }
        Set<Party.User> users = new LinkedHashSet<>();
        try {
            request.users().forEach(name -> users.add(names.normalise(name)));
        } catch (IllegalArgumentException e) {
            throw new TokenRefusedException(String.valueOf(e.getMessage()));
        }
        return new Grant(
                request.account(), request.role(), users.stream().toList(), fixed, now.plus(request.lifetime()));
    }
}
