package io.pigw.overlay.ping;

import io.pigw.overlay.limit.Rate;
import java.time.Duration;

/**
 * How a CSP finds out what became of the copies of its pings.
 *
 * @param patience how long a copy may be under way after its ping is over: each hop may have tried several others; then the route
 *     is asked
 * @param answerTimeout for a hop to show what it has
 * @param arrivedShare of the routes that arrived, how many are asked all the same, 0 to 1
 * @param rate of routes that are asked
 * @param rateOfOne of those among them that begin with the same node
 * @param maxWatched pings whose late copies are waited for at a time
 */
public record AuditOptions(
        Duration patience, Duration answerTimeout, double arrivedShare, Rate rate, Rate rateOfOne, int maxWatched) {

    /** What suits a deployment. */
    public static final AuditOptions DEFAULTS = new AuditOptions(
            Duration.ofSeconds(4), Duration.ofSeconds(2), 1 / 128.0, new Rate(20, 100), new Rate(4, 40), 4_096);

    /** Checks the ranges. */
    public AuditOptions {
        if (patience.isNegative() || !answerTimeout.isPositive() || maxWatched < 1) {
            throw new IllegalArgumentException("times of an audit are positive, its limits too");
        }
        if (!(arrivedShare >= 0 && arrivedShare <= 1)) {
            throw new IllegalArgumentException("the share of arrived routes must be 0 to 1, not " + arrivedShare);
        }
    }
}
