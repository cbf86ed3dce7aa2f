package io.pigw.bench.opinions;

import io.pigw.bench.Machine;
import java.util.List;

/**
 * What an opinion server was asked, and how fast it answered.
 *
 * @param machine and its load before
 * @param links with evidence when it was asked
 * @param options what was asked for
 * @param rows one for each load, medians of all rounds
 */
public record OpinionReport(Machine machine, int links, OpinionBenchOptions options, List<Row> rows) {

    /** Copies the list. */
    public OpinionReport {
        rows = List.copyOf(rows);
    }

    /** Whether every question was answered, and every report taken. */
    public boolean isGood() {
        return failed() == 0;
    }

    /** Questions and reports that were not answered, or refused, of all rounds. */
    public long failed() {
        return rows.stream()
                .mapToLong(row -> row.failed() + row.reportsFailed())
                .sum();
    }

    /**
     * One load.
     *
     * @param load for people
     * @param perSecond judgements
     * @param medianMillis from when a question was due, where there is a rate, else from when it was sent, until its answer
     * @param p99Millis what one question in 100 takes longer than
     * @param worstMillis of the median round
     * @param cpuMicros processor time of the server for each question, all that it did counted
     * @param failed questions that were not answered, of all rounds
     * @param outcomes that were reported and stored a second
     * @param reportsFailed reports that were not taken, of all rounds
     */
    public record Row(
            String load,
            double perSecond,
            double medianMillis,
            double p99Millis,
            double worstMillis,
            double cpuMicros,
            long failed,
            double outcomes,
            long reportsFailed) {}
}
