package io.pigw.overlay.ping;

import io.pigw.p2psip.NodeId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Outlives a node of a simulation or a test, and says at once that it has saved. */
public final class MemoryPingMarkStore implements PingMarkStore {

    private final Map<NodeId, Instant> marks = new TreeMap<>();

    @Override
    public Map<NodeId, Instant> load() {
        return Map.copyOf(marks);
    }

    @Override
    public void save(Map<NodeId, Instant> changed, Set<NodeId> forgotten, Consumer<Boolean> then) {
        marks.keySet().removeAll(forgotten);
        marks.putAll(changed);
        then.accept(true);
    }
}
