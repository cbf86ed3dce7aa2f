package io.pigw.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What a phase of load came to.
 *
 * @param nanos how long messages were sent
 * @param sent messages, each counted once
 * @param succeeded answered 2xx, those after the end too
 * @param inTime of them, answered before the end
 * @param refused answered 300 to 699
 * @param resent retransmissions
 * @param lost without a final answer some seconds after the end
 * @param withheld due, but not sent because too many were unanswered
 * @param foreign datagrams that answered nothing of ours, or answered again
 * @param latencies of successes in nanoseconds: at a fixed rate since the message was due, else since it was sent
 */
public record LoadResult(
        long nanos,
        long sent,
        long succeeded,
        long inTime,
        long refused,
        long resent,
        long lost,
        long withheld,
        long foreign,
        Histogram latencies) {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    /** Successes a second while messages were sent. */
    public double perSecond() {
        return inTime / (nanos / NANOS_PER_SECOND);
    }

    /** Whether nothing was resent, refused, lost or withheld. */
    public boolean isClean() {
        return resent == 0 && refused == 0 && lost == 0 && withheld == 0;
    }

    /** The latency that this share of the successes does not exceed, in milliseconds. */
    public double millis(double percentile) {
        return latencies.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }
}
