package io.pigw.overlay.ping;

import io.pigw.p2psip.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks which of several routes is the most trustful (the paper, §3.1 step 7). */
public interface OpinionPort {

    /** Nobody is asked. */
    OpinionPort NONE = (_, chosen) -> chosen.accept(Optional.empty());

    /**
     * On the node's thread.
     *
     * @param routes at least two, each from the CSP to the destination
     * @param chosen takes the index, or nothing if there is no opinion; on the node's thread, at most once, whenever
     */
    void choose(List<List<NodeId>> routes, Consumer<Optional<Integer>> chosen);
}
