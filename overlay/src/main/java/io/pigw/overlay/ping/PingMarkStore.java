package io.pigw.overlay.ping;

import io.pigw.p2psip.NodeId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps, over restarts, up to when a node took pings of each CSP, in that CSP's time. On its node's thread, but for
 * {@link #load}.
 */
public interface PingMarkStore {

    /** What was kept. Blocks; called once, while the node is made. */
    Map<NodeId, Instant> load();

    /**
     * Replaces the marks of some CSPs, and forgets others. What is saved later comes later on disk.
     *
     * @param changed CSPs with their new marks, in whole milliseconds
     * @param forgotten CSPs of which nothing is kept any longer
     * @param then called once, at once or later: whether it is durable; if not, that is not known
     */
    void save(Map<NodeId, Instant> changed, Set<NodeId> forgotten, Consumer<Boolean> then);
}
