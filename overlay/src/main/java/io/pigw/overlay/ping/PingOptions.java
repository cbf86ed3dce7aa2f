package io.pigw.overlay.ping;

import io.pigw.p2psip.message.PingTerms;
import java.time.Duration;

/**
 * How pings are sent, forwarded and answered.
 *
 * @param routes copies of a ping, 1 to 32; the paper's Figure 15 shows 3
 * @param origins where the routes begin
 * @param timeLimit for the whole, seen from the CSP
 * @param hopTimeout for a next hop to take the ping, dialling included
 * @param tries next hops that may say nothing to one copy, at each hop, 1 to 8
 * @param window how long the destination waits for the other copies after the first
 * @param opinionTimeLimit how long the destination waits for the choice of a route; then it takes the first that verified
 * @param clockTolerance by how much the clocks of two nodes may differ
 * @param maxPending pings at a time of one CSP, forwards at a time of one hop, awaited pings of one destination
 */
public record PingOptions(
        int routes,
        Origins origins,
        Duration timeLimit,
        Duration hopTimeout,
        int tries,
        Duration window,
        Duration opinionTimeLimit,
        Duration clockTolerance,
        int maxPending) {

    /** Where the routes of a ping begin. */
    public enum Origins {
        /** At the CSP that looks. */
        RESPONSIBLE,
        /** At other CSPs, each of which is the first hop of one route. */
        OTHERS,
        /** At the CSP that looks; at others too when no answer came within a share of the time limit. */
        BOTH
    }

    /** Of the time limit, without an answer, before routes from other CSPs are tried too: one part in so many. */
    static final int SHARE_BEFORE_OTHERS = 4;

    /** {@code Expires} of a ping lies this far ahead. */
    public static final Duration LIFETIME = Duration.ofMinutes(1);

    /** What suits a deployment. */
    public static final PingOptions DEFAULTS = new PingOptions(
            3,
            Origins.BOTH,
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            3,
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofMinutes(10),
            4_096);

    private static final int MAX_TRIES = 8;

    /** Refusals for one copy, at each hop. */
    private static final int MAX_REFUSALS = 5;

    /** Nodes, for each that is tried, among which a hop finds trusted ones. */
    private static final int CHOICE = 4;

    /** Checks the ranges. */
    public PingOptions {
        if (routes < 1 || routes > PingTerms.MAX_ROUTES) {
            throw new IllegalArgumentException("routes must be 1 to " + PingTerms.MAX_ROUTES + ", not " + routes);
        }
        if (tries < 1 || tries > MAX_TRIES) {
            throw new IllegalArgumentException("tries must be 1 to " + MAX_TRIES + ", not " + tries);
        }
        if (!timeLimit.isPositive()
                || !hopTimeout.isPositive()
                || window.isNegative()
                || opinionTimeLimit.isNegative()
                || clockTolerance.isNegative()
                || maxPending < 1) {
            throw new IllegalArgumentException("times of a ping are positive, its limits too");
        }
    }

    /** Next hops that are asked for one copy at most, should all of them refuse it. */
    int asked() {
        return tries + MAX_REFUSALS;
    }

    /** Next hops that are looked at, the nearest to the destination, to find those to try. */
    int choice() {
        return CHOICE * tries;
    }

    /** The same with another number of copies. */
    public PingOptions withRoutes(int copies) {
        return new PingOptions(
                copies, origins, timeLimit, hopTimeout, tries, window, opinionTimeLimit, clockTolerance, maxPending);
    }

    /** The same with routes that begin elsewhere. */
    public PingOptions withOrigins(Origins others) {
        return new PingOptions(
                routes, others, timeLimit, hopTimeout, tries, window, opinionTimeLimit, clockTolerance, maxPending);
    }

    /** The same with other time limits. */
    public PingOptions withTimes(Duration whole, Duration hop, Duration newWindow, Duration opinion) {
        return new PingOptions(routes, origins, whole, hop, tries, newWindow, opinion, clockTolerance, maxPending);
    }
}
