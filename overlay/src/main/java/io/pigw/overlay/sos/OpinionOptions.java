package io.pigw.overlay.sos;

import io.pigw.trust.Ageing;
import io.pigw.trust.Opinion;
import io.pigw.trust.PathOperator;
import java.time.Duration;

/**
 * How opinions are made.
 *
 * @param operator joins the opinions on a route's links
 * @param baseRate of nodes without evidence, 0 to ½
 * @param ageing of outcomes
 * @param voteWindow in which a reporter's word on a link counts once, a second to an hour
 * @param maxGood good outcomes that a link can have saved up, 1 to 10,000: a node that turns bad lives on no longer credit
 * @param maxLinks on which evidence is kept in memory, 10,000 to 10,000,000
 */
public record OpinionOptions(
        PathOperator operator, double baseRate, Ageing ageing, Duration voteWindow, double maxGood, int maxLinks) {

    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);
    private static final Duration LONGEST_WINDOW = Duration.ofHours(1);
    private static final double MOST_GOOD = 10_000;

    /** More than one batch of reports can add. */
    private static final int LEAST_LINKS = 10_000;

    private static final int MOST_LINKS = 10_000_000;

    /** All defaults. */
    public static final OpinionOptions DEFAULTS = new OpinionOptions(
            PathOperator.UNCERTAINTY_FAVOURING,
            Opinion.DEFAULT_BASE_RATE,
            Ageing.DEFAULT,
            Duration.ofMinutes(1),
            8,
            200_000);

    /** Checks the ranges. */
    public OpinionOptions {
        if (!(baseRate >= 0 && baseRate <= Opinion.DEFAULT_BASE_RATE)) {
            throw new IllegalArgumentException("opinions.baseRate must be 0 to 0.5, not " + baseRate);
        }
        if (voteWindow.compareTo(SHORTEST_WINDOW) < 0 || voteWindow.compareTo(LONGEST_WINDOW) > 0) {
            throw new IllegalArgumentException("opinions.voteWindow must be a second to an hour, not " + voteWindow);
        }
        if (!(maxGood >= 1 && maxGood <= MOST_GOOD)) {
            throw new IllegalArgumentException("opinions.maxGood must be 1 to 10000, not " + maxGood);
        }
        if (maxLinks < LEAST_LINKS || maxLinks > MOST_LINKS) {
            throw new IllegalArgumentException("opinions.maxLinks must be 10000 to 10000000, not " + maxLinks);
        }
    }
}
