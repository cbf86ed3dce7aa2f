package io.pigw.bench.churn;

import java.util.Arrays;

/**
 * How the members of one process are doing, or of several.
 *
 * @param settledCsps CSPs that are members and have settled
 * @param joined peers that a CSP has admitted
 * @param settledPeers of them members that have settled
 * @param openFiles files and sockets of the process; of several, the most of one
 */
record MembersState(int settledCsps, int joined, int settledPeers, long openFiles) {

    static final String PREFIX = "members ";

    static final MembersState NONE = new MembersState(0, 0, 0, 0);

    int settled() {
        return settledCsps + settledPeers;
    }

    String line() {
        return PREFIX + settledCsps + " " + joined + " " + settledPeers + " " + openFiles;
    }

    /** From the rest of such a line. */
    static MembersState parse(String rest) {
        long[] numbers =
                Arrays.stream(rest.split(" ")).mapToLong(Long::parseLong).toArray();
        return new MembersState((int) numbers[0], (int) numbers[1], (int) numbers[2], numbers[3]);
    }

    MembersState and(MembersState other) {
        return new MembersState(
                settledCsps + other.settledCsps,
                joined + other.joined,
                settledPeers + other.settledPeers,
                Math.max(openFiles, other.openFiles));
    }
}
