package io.pigw.sos;

import io.pigw.overlay.sos.OpinionOptions;
import io.pigw.runtime.config.Default;
import io.pigw.trust.Ageing;
import io.pigw.trust.PathOperator;
import java.time.Duration;

/**
 * How opinions are made.
 *
 * @param operator joins the opinions on a route's links; default {@link PathOperator#UNCERTAINTY_FAVOURING}
 * @param baseRate of nodes without evidence, 0 to ½; default ½
 * @param halfLife of good outcomes, a second to ten years, bad ones take twice as long; default one day
 * @param voteWindow in which a reporter's word on a link counts once, a second to an hour; default one minute
 * @param maxGood good outcomes that a link can have saved up, 1 to 10,000; default 8
 * @param maxLinks whose evidence is in memory, 10,000 to 10,000,000; the longest unchanged make room; default 200,000
 * @param maxStored whose evidence is in the database, maxLinks to 1,000,000,000; the oldest make room; default 5,000,000
 */
public record OpinionConfig(
        @Default("uncertainty_favouring") PathOperator operator,
        @Default("0.5") double baseRate,
        @Default("1d") Duration halfLife,
        @Default("1m") Duration voteWindow,
        @Default("8") double maxGood,
        @Default("200000") int maxLinks,
        @Default("5000000") long maxStored) {

    private static final long DEFAULT_STORED = 5_000_000;
    private static final long MOST_STORED = 1_000_000_000;

    /** All defaults. */
    public static final OpinionConfig DEFAULTS = of(OpinionOptions.DEFAULTS);

    /** Checks the ranges. */
    public OpinionConfig {
        var _ = new OpinionOptions(operator, baseRate, new Ageing(halfLife), voteWindow, maxGood, maxLinks);
        if (maxStored < maxLinks || maxStored > MOST_STORED) {
            throw new IllegalArgumentException(
                    "opinions.maxStored must be opinions.maxLinks to 1000000000, not " + maxStored);
        }
    }

    OpinionOptions options() {
        return new OpinionOptions(operator, baseRate, new Ageing(halfLife), voteWindow, maxGood, maxLinks);
    }

    private static OpinionConfig of(OpinionOptions options) {
        return new OpinionConfig(
                options.operator(),
                options.baseRate(),
                options.ageing().halfLife(),
                options.voteWindow(),
                options.maxGood(),
                options.maxLinks(),
                DEFAULT_STORED);
    }
}
