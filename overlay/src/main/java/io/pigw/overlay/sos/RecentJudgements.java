package io.pigw.overlay.sos;

import io.pigw.p2psip.NodeId;
import java.util.ArrayDeque;
import java.util.List;

/** The latest judgements of routes, so that it can be said why one was chosen. In memory; on one thread. */
final class RecentJudgements {

    static final int MAX_JUDGEMENTS = 1_000;

    /** Links of all of them together, some 200 bytes each. */
    static final int MAX_LINKS = 50_000;

    /** That are shown at once. */
    static final int MAX_SHOWN = 32;

    private final ArrayDeque<RoutesView> newestFirst = new ArrayDeque<>();
    private int links;

    void add(RoutesView judgement) {
        newestFirst.addFirst(judgement);
        links += judgement.links();
        while (newestFirst.size() > MAX_JUDGEMENTS || links > MAX_LINKS) {
            links -= newestFirst.removeLast().links();
        }
    }

    /** Those of routes to that node, the newest first. */
    List<RoutesView> to(NodeId destination) {
        return newestFirst.stream()
                .filter(judgement -> judgement.destination().equals(destination))
                .limit(MAX_SHOWN)
                .toList();
    }
}
