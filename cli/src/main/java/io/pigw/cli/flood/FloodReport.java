package io.pigw.cli.flood;

import java.util.List;

/**
 * Honest messages beside floods.
 *
 * @param rows without a flood first
 */
public record FloodReport(List<Row> rows) {

    /** Copies. */
    public FloodReport {
        rows = List.copyOf(rows);
    }

    /**
     * One measurement.
     *
     * @param flood what was flooded
     * @param messages honest ones sent
     * @param delivered of them, answered 200
     * @param medianMillis from sending to the answer
     * @param p99Millis the same
     * @param flooded messages that the flooder asked its end to send, of which an end that is full drops some, or connections
     * @param limited requests answered 503 for their sender's rate
     * @param paused times that the flooder was not read for a moment
     * @param refused connections that were closed at once, or whose handshake failed
     */
    public record Row(
            String flood,
            int messages,
            int delivered,
            double medianMillis,
            double p99Millis,
            long flooded,
            long limited,
            long paused,
            long refused) {}

    /** Whether all honest messages were delivered. */
    public boolean isGood() {
        return rows.stream().allMatch(row -> row.delivered() == row.messages());
    }
}
