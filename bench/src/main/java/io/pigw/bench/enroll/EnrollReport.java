package io.pigw.bench.enroll;

import io.pigw.bench.Machine;
import java.util.List;

/**
 * How fast certificates are issued.
 *
 * @param profile {@code enroll}
 * @param machine that it ran on; generator and server share it
 * @param syncMillis the median time of a forced write of 4 KiB, before the run
 * @param jdk of both processes
 * @param commit that was measured
 * @param seconds of each measurement
 * @param connections that were enrolled over at a time
 * @param rows one for each measurement
 * @param crls one for each size
 */
public record EnrollReport(
        String profile,
        Machine machine,
        double syncMillis,
        String jdk,
        String commit,
        long seconds,
        int connections,
        List<Row> rows,
        List<CrlRow> crls) {

    /** Copies the lists. */
    public EnrollReport {
        rows = List.copyOf(rows);
        crls = List.copyOf(crls);
    }

    /**
     * A CRL of some size; medians.
     *
     * @param entries that it has
     * @param bytes of it
     * @param signMillis to sign it, in the server
     * @param takeMillis to read it, check its signature and hold it, in a node
     */
    public record CrlRow(int entries, int bytes, double signMillis, double takeMillis) {}

    /**
     * One measurement.
     *
     * @param what was done
     * @param done how often, with success
     * @param refused how often without
     * @param perSecond successes
     * @param medianMillis from the request, or from dialling, to the answer
     * @param p99Millis likewise
     * @param cpuMicros of the server's processor time for each
     */
    public record Row(
            String what,
            long done,
            long refused,
            double perSecond,
            double medianMillis,
            double p99Millis,
            double cpuMicros) {}
}
