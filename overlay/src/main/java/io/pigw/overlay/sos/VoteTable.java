package io.pigw.overlay.sos;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The votes that were counted, by window. */
final class VoteTable {

    private final TreeMap<Instant, Set<Vote>> windows = new TreeMap<>();
    private Instant from = Instant.EPOCH;
    private int size;
    private int told;

    int size() {
        return size;
    }

    /** Of them peers'. */
    int told() {
        return told;
    }

    /** Votes of earlier windows were dropped, and count no more. */
    Instant from() {
        return from;
    }

    boolean contains(Vote vote) {
        Set<Vote> votes = windows.get(vote.window());
        return votes != null && votes.contains(vote);
    }

    void add(Vote vote) {
        if (windows.computeIfAbsent(vote.window(), _ -> new HashSet<>()).add(vote)) {
            size++;
            told += isTold(vote) ? 1 : 0;
        }
    }

    /** Drops earlier windows; never goes back. */
    void dropBefore(Instant window) {
        if (window.isAfter(from)) {
            from = window;
            SortedMap<Instant, Set<Vote>> old = windows.headMap(window);
            for (Set<Vote> votes : old.values()) {
                size -= votes.size();
                told -= Math.toIntExact(votes.stream().filter(VoteTable::isTold).count());
            }
            old.clear();
        }
    }

    private static boolean isTold(Vote vote) {
        return vote.sort() == Vote.Sort.TOLD;
    }
}
