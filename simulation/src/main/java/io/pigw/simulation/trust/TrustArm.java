package io.pigw.simulation.trust;

import io.pigw.p2psip.message.PingTerms;
import io.pigw.simulation.world.Guidance;

/**
 * A way of sending pings; several are compared in worlds that differ in nothing else.
 *
 * @param label its name in tables
 * @param routes copies, 1 to 32, all of them from the CSP that serves the destination
 * @param guidance what tells nodes whom to trust
 */
public record TrustArm(String label, int routes, Guidance guidance) {

    /** Checks the range. */
    public TrustArm {
        if (routes < 1 || routes > PingTerms.MAX_ROUTES) {
            throw new IllegalArgumentException("routes must be 1 to " + PingTerms.MAX_ROUTES + ", not " + routes);
        }
    }
}
