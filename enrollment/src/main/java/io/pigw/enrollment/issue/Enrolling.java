package io.pigw.enrollment.issue;

import io.pigw.enrollment.ca.Subject;
import io.pigw.enrollment.hook.Reputation;
import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.policy.Rule;
import io.pigw.enrollment.policy.Violation;
import io.pigw.enrollment.store.Claim;
import io.pigw.enrollment.store.Commitment;
import io.pigw.enrollment.store.Decision;
import io.pigw.enrollment.store.EnrollmentStore;
import io.pigw.enrollment.store.Plan;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import java.security.PublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From a claim whose bearer and key are known to a certificate on record: policy, reputation, charge, signature, record. */
final class Enrolling {

    /** How often another enrollment may get the drawn ID first before this one gives up. */
    private static final int MAX_ROUNDS = 8;

    private static final Duration HOOK_PAUSE = Duration.ofSeconds(30);

    private final EnrollmentStore store;
    private final Signing signing;
    private final Optional<Reputation> reputation;
    private final @Nullable Payments payments;
    private final Duration pendingPause;
    private final InstantSource clock;

    Enrolling(
            EnrollmentStore store,
            Signing signing,
            Optional<Reputation> reputation,
            @Nullable Payments payments,
            Duration pendingPause,
            InstantSource clock) {
        this.store = store;
        this.signing = signing;
        this.reputation = reputation;
        this.payments = payments;
        this.pendingPause = pendingPause;
        this.clock = clock;
    }

    Outcome enroll(Claim claim, PublicKey key) throws InterruptedException {
        Optional<Plan> plan = StoreCall.await(store.plan(claim, clock.instant()));
        if (plan.isEmpty()) {
            return silent();
        }
        return switch (plan.get()) {
            case Plan.Denied(Decision.Denied decision) -> denied(decision);
            case Plan.Ready ready -> {
                Outcome objection = objection(claim, ready.grant());
                yield objection == null ? charge(claim, key, ready) : objection;
            }
        };
    }

    private @Nullable Outcome objection(Claim claim, Grant grant) throws InterruptedException {
        if (reputation.isEmpty()) {
            return null;
        }
        return switch (reputation.get().judge(grant, claim.key().hash(), claim.address())) {
            case Reputation.Welcome() -> null;
            case Reputation.Unwelcome(String reason) -> refuse(claim, grant, Rule.REPUTATION.violation(reason));
            case Reputation.Unavailable() -> new Outcome.Busy("the reputation service does not answer", HOOK_PAUSE);
        };
    }

    private Outcome charge(Claim claim, PublicKey key, Plan.Ready ready) throws InterruptedException {
        if (payments == null) {
            return issue(claim, key, ready, null);
        }
        return switch (payments.reserve(ready.grant())) {
            case Payments.Declined(String reason) -> refuse(claim, ready.grant(), Rule.CHARGING.violation(reason));
            case Payments.Failed() -> new Outcome.Busy("the charging service does not answer", HOOK_PAUSE);
            case Payments.Made(String id) -> {
                Outcome outcome = issue(claim, key, ready, id);
                // Does nothing if the certificate is on record after all.
                payments.abandon(id);
                yield outcome;
            }
        };
    }

    private Outcome issue(Claim claim, PublicKey key, Plan.Ready first, @Nullable String charge)
            throws InterruptedException {
        Plan plan = first;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            switch (plan) {
                case Plan.Denied(Decision.Denied decision) -> {
                    return denied(decision);
                }
                case Plan.Ready(Grant grant, NodeId id) -> {
                    Signing.Signed signed = signing.sign(key, new Subject.Node(id, grant.role(), grant.users()));
                    Optional<Commitment> commitment =
                            StoreCall.await(store.commit(claim, id, signed.record(), charge, clock.instant()));
                    if (commitment.isEmpty()) {
                        return silent();
                    }
                    switch (commitment.get()) {
                        case Commitment.Done() -> {
                            return signing.answer(signed);
                        }
                        case Commitment.Denied(Decision.Denied decision) -> {
                            return denied(decision);
                        }
                        case Commitment.IdLost() -> {}
                    }
                }
            }
            Optional<Plan> again = StoreCall.await(store.plan(claim, clock.instant()));
            if (again.isEmpty()) {
                return silent();
            }
            plan = again.get();
        }
        return new Outcome.Busy("too many enrollments at once");
    }

    private Outcome refuse(Claim claim, Grant grant, Violation violation) throws InterruptedException {
        StoreCall.done(store.refused(claim, grant, violation, clock.instant()));
        return new Outcome.Refused(List.of(violation));
    }

    private Outcome denied(Decision.Denied decision) {
        return switch (decision) {
            case Decision.Unknown() -> new Outcome.Unauthenticated("there is no such token");
            case Decision.BadToken(String reason) -> new Outcome.Unauthenticated(reason);
            case Decision.Refused(List<Violation> violations) -> new Outcome.Refused(violations);
            case Decision.Pending(String requestId) -> new Outcome.Pending(requestId, pendingPause);
            case Decision.Repeated(NodeId id, Bytes der) -> signing.again(id, der);
        };
    }

    private static Outcome silent() {
        return new Outcome.Busy("the store does not answer");
    }
}
