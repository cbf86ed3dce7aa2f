package io.pigw.enrollment.issue;

import io.pigw.enrollment.ca.Subject;
import io.pigw.enrollment.policy.Violation;
import io.pigw.enrollment.store.Renewal;
import io.pigw.enrollment.store.RenewalStore;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.List;

/** From a certificate that a node has shown to the next one on record. */
final class Renewing {

    private final RenewalStore store;
    private final Signing signing;
    private final InstantSource clock;

    Renewing(RenewalStore store, Signing signing, InstantSource clock) {
        this.store = store;
        this.signing = signing;
        this.clock = clock;
    }

    Outcome renew(RenewalStore.Asked asked, PublicKey key) throws InterruptedException {
        Renewal plan = StoreCall.await(store.plan(asked, clock.instant())).orElse(null);
        return switch (plan) {
            case null -> silent();
            case Renewal.Refused(List<Violation> violations) -> new Outcome.Refused(violations);
            case Renewal.Repeated(NodeId id, Bytes der) -> signing.again(id, der);
            case Renewal.Allowed allowed -> renew(asked, key, allowed);
        };
    }

    private Outcome renew(RenewalStore.Asked asked, PublicKey key, Renewal.Allowed allowed)
            throws InterruptedException {
        Signing.Signed signed = signing.sign(key, new Subject.Node(allowed.id(), allowed.role(), allowed.users()));
        Renewal done = StoreCall.await(store.commit(asked, signed.record(), clock.instant()))
                .orElse(null);
        return switch (done) {
            case null -> silent();
            case Renewal.Refused(List<Violation> violations) -> new Outcome.Refused(violations);
            case Renewal.Repeated(NodeId id, Bytes der) -> signing.again(id, der);
            case Renewal.Allowed _ -> signing.answer(signed);
        };
    }

    private static Outcome silent() {
        return new Outcome.Busy("the store does not answer");
    }
}
