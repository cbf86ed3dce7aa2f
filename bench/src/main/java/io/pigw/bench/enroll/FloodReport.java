package io.pigw.bench.enroll;

import io.pigw.bench.Machine;
import java.util.List;

/**
 * Whether floods kept a good client waiting.
 *
 * @param profile {@code enroll-flood}
 * @param machine that it ran on; attackers, good client and server share it
 * @param jdk of both processes
 * @param commit that was measured
 * @param seconds of each flood
 * @param limitMillis that each good enrollment may take
 * @param rows one for each flood, and one without
 */
public record FloodReport(
        String profile, Machine machine, String jdk, String commit, long seconds, long limitMillis, List<Row> rows) {

    /** Copies the list. */
    public FloodReport {
        rows = List.copyOf(rows);
    }

    /**
     * One flood.
     *
     * @param flood what it is of
     * @param perSecond how many of them
     * @param from where it comes from, as the good client sees it
     * @param good enrollments that were due
     * @param late those that were not done within the limit, refused ones among them
     * @param refused those that got another answer than a certificate, or none
     * @param medianMillis of all that were due
     * @param maxMillis of all that were due
     * @param dials connections that the good client needed
     * @param counts what became of the flood
     * @param cpuShare of one processor that the server used
     */
    public record Row(
            String flood,
            int perSecond,
            String from,
            int good,
            int late,
            int refused,
            double medianMillis,
            double maxMillis,
            int dials,
            FloodCounts counts,
            double cpuShare) {}

    /** Whether no good client was kept waiting. */
    public boolean passed() {
        return rows.stream().allMatch(row -> row.late() == 0);
    }
}
