package io.pigw.enrollment.issue;

import io.pigw.enrollment.policy.AddressGroup;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.enrollment.policy.RateLimit;
import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** How often who may come, having shown who he is. */
final class Limits {

    private final InstantSource clock;
    private final RateLimit accounts;
    private final RateLimit addresses;
    private final RateLimit nodes;

    Limits(PolicySettings.Rates rates, InstantSource clock) {
        this.clock = clock;
        this.accounts = new RateLimit(rates.account());
        this.addresses = new RateLimit(rates.address());
        this.nodes = new RateLimit(rates.node());
    }

    /** Counts an enrollment; the refusal if there are too many. */
    Optional<Outcome> enroll(String account, String address) {
        Optional<Duration> wait = addresses.take(AddressGroup.of(address), clock.instant());
        if (wait.isPresent()) {
            return Optional.of(new Outcome.TooMany("too many enrollments from this address", wait.get()));
        }
        return accounts.take(account, clock.instant())
                .map(pause -> new Outcome.TooMany("too many enrollments of the account " + account, pause));
    }

    /** Counts a renewal; the refusal if there are too many. */
    Optional<Outcome> renew(NodeId node) {
        return nodes.take(node.toString(), clock.instant())
                .map(pause -> new Outcome.TooMany("too many renewals of node " + node, pause));
    }
}
