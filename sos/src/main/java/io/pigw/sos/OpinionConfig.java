package io.pigw.sos;

import io.pigw.runtime.config.Default;
import io.pigw.trust.Ageing;
import io.pigw.trust.Opinion;
import io.pigw.trust.PathOperator;
import java.time.Duration;

/**
 * How opinions are made.
 *
 * @param operator joins the opinions on a route's links; default {@link PathOperator#UNCERTAINTY_FAVOURING}
 * @param baseRate of nodes without evidence, 0 to ½; default ½
 * @param halfLife of good outcomes, a second to ten years, bad ones take twice as long; default one day
 * @param voteWindow in which a reporter's word on a link counts once, a second to an hour; default one minute
 * @param maxLinks on which evidence is kept, 10,000 to 10,000,000; the longest unchanged make room; default 200,000
 */
public record OpinionConfig(
        @Default("uncertainty_favouring") PathOperator operator,
        @Default("0.5") double baseRate,
        @Default("1d") Duration halfLife,
        @Default("1m") Duration voteWindow,
        @Default("200000") int maxLinks) {

    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);
    private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

    /** More than one batch of reports can add. */
    private static final int LEAST_LINKS = 10_000;

    private static final int MOST_LINKS = 10_000_000;

    /** All defaults. */
    public static final OpinionConfig DEFAULTS = new OpinionConfig(
            PathOperator.UNCERTAINTY_FAVOURING,
            Opinion.DEFAULT_BASE_RATE,
            Ageing.DEFAULT.halfLife(),
            Duration.ofMinutes(1),
            200_000);

    /** Checks the ranges. */
    public OpinionConfig {
        if (!(baseRate >= 0 && baseRate <= Opinion.DEFAULT_BASE_RATE)) {
            throw new IllegalArgumentException("opinions.baseRate must be 0 to 0.5, not " + baseRate);
        }
        if (voteWindow.compareTo(SHORTEST_WINDOW) < 0 || voteWindow.compareTo(LONGEST_WINDOW) > 0) {
            throw new IllegalArgumentException("opinions.voteWindow must be a second to an hour, not " + voteWindow);
        }
        if (maxLinks < LEAST_LINKS || maxLinks > MOST_LINKS) {
            throw new IllegalArgumentException("opinions.maxLinks must be 10000 to 10000000, not " + maxLinks);
        }
        halfLife = new Ageing(halfLife).halfLife();
    }
}
