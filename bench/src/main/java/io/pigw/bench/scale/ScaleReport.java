package io.pigw.bench.scale;

import io.pigw.bench.Machine;
import java.util.List;

/**
 * A run of the profile.
 *
 * @param profile {@code scale}
 * @param machine that it ran on; generator and all processes share it
 * @param syncMillis the median time of a forced write of 4 KiB, before the run
 * @param jdk of all processes
 * @param commit that was measured
 * @param locate how CSPs find peers
 * @param peers in one process
 * @param rate MESSAGEs a second that were offered, over all gateways
 * @param seconds of each measurement
 * @param points one for each size
 */
public record ScaleReport(
        String profile,
        Machine machine,
        double syncMillis,
        String jdk,
        String commit,
        String locate,
        int peers,
        int rate,
        long seconds,
        List<Point> points) {

    /** Copies the list. */
    public ScaleReport {
        points = List.copyOf(points);
    }

    /**
     * One size.
     *
     * @param gateways how many
     * @param csps how many
     * @param sent MESSAGEs
     * @param answered 2xx by the gateways
     * @param delivered answered 200 by their peer, as the gateways know
     * @param arrived found in the peers' inboxes
     * @param perSecond of these, until the last was delivered
     * @param medianMillis from the MESSAGE to its peer's answer, interpolated within the gateways' histogram
     * @param p99Millis likewise
     * @param hops mean of the pings that arrived, 0 where there were none
     * @param opinions questions to the SOS for each message
     * @param reports of evidence to the SOS for each message
     * @param services what each kind of service takes
     * @param rows what each process took
     */
    public record Point(
            int gateways,
            int csps,
            long sent,
            long answered,
            long delivered,
            long arrived,
            double perSecond,
            double medianMillis,
            double p99Millis,
            double hops,
            double opinions,
            double reports,
            List<Service> services,
            List<Row> rows) {

        /** Copies the lists. */
        public Point {
            services = List.copyOf(services);
            rows = List.copyOf(rows);
        }
    }

    /**
     * All processes of a kind.
     *
     * @param service such as {@code csp}
     * @param cpuMicros processor time for each message of the overlay, without what they take when idle
     */
    public record Service(String service, double cpuMicros) {}

    /**
     * One process.
     *
     * @param service such as {@code csp}
     * @param node with its ID
     * @param messages that went through it: all of them, for SOS and peers
     * @param share of all messages
     * @param cpuMicros processor time for each of its messages, without what it takes when idle
     * @param idleMillis processor time a second without load
     * @param megabytes of memory after the load, 0 where the system does not tell
     */
    public record Row(
            String service,
            String node,
            long messages,
            double share,
            double cpuMicros,
            double idleMillis,
            double megabytes) {}
}
