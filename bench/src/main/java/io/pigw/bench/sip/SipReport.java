package io.pigw.bench.sip;

import io.pigw.bench.Machine;
import java.util.List;

/**
 * A run of the profile.
 *
 * @param profile {@code sip}
 * @param machine that it ran on; generator, sink and servers share it
 * @param syncMillis the median time of a forced write of 4 KiB, before the run
 * @param jdk of generator and servers
 * @param commit that was measured
 * @param transport {@code UDP} or {@code TCP}
 * @param seconds of each measurement
 * @param rounds that the medians are of
 * @param sockets that messages went through
 * @param senders that they were from, each to a target of its own
 * @param window messages unanswered at a time
 * @param messageBytes of the longest request
 * @param rows one for each server that was measured
 * @param skipped those that were not
 */
public record SipReport(
        String profile,
        Machine machine,
        double syncMillis,
        String jdk,
        String commit,
        String transport,
        long seconds,
        int rounds,
        int sockets,
        int senders,
        int window,
        int messageBytes,
        List<SipRow> rows,
        List<Skipped> skipped) {

    /** Copies the lists. */
    public SipReport {
        rows = List.copyOf(rows);
        skipped = List.copyOf(skipped);
    }

    /** A server that was not measured, and why. */
    public record Skipped(String server, String reason) {}
}
