package io.pigw.enrollment.issue;

import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.ca.Subject;
import io.pigw.enrollment.policy.Violation;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.enrollment.revoke.RevocationRequest;
import io.pigw.enrollment.revoke.Revocations;
import io.pigw.enrollment.revoke.Selector;
import io.pigw.enrollment.store.Renewal;
import io.pigw.enrollment.store.RenewalStore;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import java.math.BigInteger;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From a certificate that a node has shown to the next one on record. */
final class Renewing {

    /** How often other requests for the same certificate may come between. */
    private static final int MAX_ROUNDS = 4;

    private final RenewalStore store;
    private final Revocations revocations;
    private final Signing signing;
    private final InstantSource clock;

    Renewing(RenewalStore store, Revocations revocations, Signing signing, InstantSource clock) {
        this.store = store;
        this.revocations = revocations;
        this.signing = signing;
        this.clock = clock;
    }

    Outcome renew(RenewalStore.Asked asked, PublicKey key) throws InterruptedException {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Renewal plan = StoreCall.await(store.plan(asked, clock.instant())).orElse(null);
            switch (plan) {
                case null -> {
                    return silent();
                }
                case Renewal.Refused(List<Violation> violations) -> {
                    return new Outcome.Refused(violations);
                }
                case Renewal.Repeated(NodeId id, Bytes der) -> {
                    return signing.again(id, der);
                }
                case Renewal.Overtaken(NodeId id, BigInteger successor) -> {
                    // On record before the next certificate is: a crash between them leaves the node the one that it
                    // showed.
                    revocations.revoke(new RevocationRequest(
                            new Selector.Serial(successor), RevocationReason.SUPERSEDED, null, AuditActor.node(id)));
                }
                case Renewal.Allowed allowed -> {
                    Outcome outcome = renew(asked, key, allowed);
                    if (outcome != null) {
                        return outcome;
                    }
                }
            }
        }
        return new Outcome.Busy("the same certificate is renewed by others at the same time");
    }

    /** Null: another request was faster. */
    private @Nullable Outcome renew(RenewalStore.Asked asked, PublicKey key, Renewal.Allowed allowed)
            throws InterruptedException {
        Signing.Signed signed = signing.sign(key, new Subject.Node(allowed.id(), allowed.role(), allowed.users()));
        Renewal done = StoreCall.await(store.commit(asked, signed.record(), clock.instant()))
                .orElse(null);
        return switch (done) {
            case null -> silent();
            case Renewal.Refused(List<Violation> violations) -> new Outcome.Refused(violations);
            case Renewal.Repeated(NodeId id, Bytes der) -> signing.again(id, der);
            case Renewal.Overtaken _ -> null;
            case Renewal.Allowed _ -> signing.answer(signed);
        };
    }

    private static Outcome silent() {
        return new Outcome.Busy("the store does not answer");
    }
}
