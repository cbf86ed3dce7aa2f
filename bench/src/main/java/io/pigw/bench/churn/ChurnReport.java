package io.pigw.bench.churn;

import io.pigw.bench.Machine;

/**
 * What was left when a share of all nodes had died at once.
 *
 * @param machine and its load before
 * @param nodes CSPs and peers, before
 * @param csps of them CSPs
 * @param processes that they were in
 * @param openFiles the most of one process
 * @param standSeconds from the first start until all had settled
 * @param crashed how many died
 * @param crashedCsps of them CSPs
 * @param settledSeconds from then until all that were left had settled
 * @param records one of each peer, before
 * @param held of these, how many had at least one of their three nodes left
 * @param found of these, how many were fetched after the ring had settled
 * @param refreshed how many records those that were left stored again
 * @param foundRefreshed of these, how many were fetched in their new version
 */
public record ChurnReport(
        Machine machine,
        int nodes,
        int csps,
        int processes,
        long openFiles,
        double standSeconds,
        int crashed,
        int crashedCsps,
        double settledSeconds,
        int records,
        int held,
        int found,
        int refreshed,
        int foundRefreshed) {

    /** Three copies of which each dies with a chance of 30 % leave 97.3 %; chance takes its share. */
    static final double LEAST_FOUND = 0.96;

    /** Whether what has a copy is found, or at least 96 % of all, and everything that was stored again. */
    public boolean isGood() {
        return found >= Math.min(held, Math.ceil(LEAST_FOUND * records)) && foundRefreshed == refreshed;
    }
}
