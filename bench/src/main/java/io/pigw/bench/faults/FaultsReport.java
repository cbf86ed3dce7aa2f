package io.pigw.bench.faults;

import io.pigw.bench.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run.
 *
 * @param profile {@code faults}
 * @param machine that it ran on
 * @param jdk of all processes
 * @param commit that was measured
 * @param locate how CSPs find peers
 * @param rate MESSAGEs a second that were offered, both ways together
 * @param rows one for each fault
 */
public record FaultsReport(
        String profile, Machine machine, String jdk, String commit, String locate, int rate, List<Row> rows) {

    /** Copies the list. */
    public FaultsReport {
        rows = List.copyOf(rows);
    }

    /**
     * One fault.
     *
     * @param fault such as {@code kill}
     * @param rounds how often it struck
     * @param seconds under load
     * @param offered MESSAGEs of IMS clients that were sent; of those of peers, that were answered
     * @param pending in the gateway at the end; must be none
     * @param works whether messages were acknowledged after the last round, both ways; they must be
     * @param carried of what was offered while a clock was wrong, the share that was acknowledged, 0 to 1, in the worse way, round by round; each
     *     must be 0.9 at least; none for other faults
     * @param growths of processes in a soak, which must be flat; none for other faults
     * @param badInput what was sent that nobody should; null for other faults
     * @param toPeers of IMS clients' messages
     * @param toIms of peers' messages
     */
    public record Row(
            String fault,
            int rounds,
            double seconds,
            long offered,
            int pending,
            boolean works,
            List<Double> carried,
            List<Growth> growths,
            @Nullable BadInputCounts badInput,
            Verdict toPeers,
            Verdict toIms) {

        private static final double TO_BE_CARRIED = 0.9;

        /** Copies the lists. */
        public Row {
            carried = List.copyOf(carried);
            growths = List.copyOf(growths);
        }

        /** Whether the promise was kept both ways. */
        public boolean isKept() {
            return pending == 0
                    && works
                    && carried.stream().allMatch(share -> share >= TO_BE_CARRIED)
                    && (badInput == null || badInput.isGood())
                    && growths.stream().allMatch(Growth::isFlat)
                    && toPeers.isKept()
                    && growths.stream().allMatch(Growth::isFlat)
                    && toIms.isKept();
        }
    }

    /** Whether it was kept under all faults, and anything was promised at all. */
    public boolean isKept() {
        return rows.stream()
                .allMatch(row -> row.isKept()
                        && row.toPeers().acknowledged() > 0
                        && row.toIms().acknowledged() > 0);
    }
}
