package io.pigw.overlay.ping;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingTerms;

/**
 * Verifies a ping that reached its destination once more, for one who was not on its route: the opinion server before it
 * takes a report. Keeps nothing; safe on any thread if its verifier is.
 */
public final class RouteVerifier {

    private final RouteChecks checks;

    /** For the overlay of the node that judges. */
    public RouteVerifier(LocalNode local, Verifier verifier) {
        this.checks = new RouteChecks(local, verifier);
    }

    /**
     * Whether an unbroken chain of signatures leads from a CSP of this overlay to the ping's destination. Freshness is not
     * judged.
     */
    public boolean isProven(PingRequest ping) {
        PingTerms terms = ping.terms();
        return terms != null
                && !ping.route().isEmpty()
                && ping.route().getLast().next().equals(ping.destination())
                && RouteChecks.isChain(ping.route())
                && checks.checkEntryZero(ping, terms) == null
                && checks.areHopsValid(ping);
    }
}
