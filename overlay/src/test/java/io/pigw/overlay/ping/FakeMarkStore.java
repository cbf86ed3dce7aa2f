package io.pigw.overlay.ping;

import io.pigw.p2psip.NodeId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/** A disk whose writes take until a test says that they are done. */
final class FakeMarkStore implements PingMarkStore {

    /** What is on disk. */
    final Map<NodeId, Instant> onDisk = new HashMap<>();

    private final Queue<Write> writes = new ArrayDeque<>();

    private record Write(Map<NodeId, Instant> changed, Set<NodeId> forgotten, Consumer<Boolean> then) {}

    @Override
    public Map<NodeId, Instant> load() {
        return Map.copyOf(onDisk);
    }

    @Override
    public void save(Map<NodeId, Instant> changed, Set<NodeId> forgotten, Consumer<Boolean> then) {
        writes.add(new Write(Map.copyOf(changed), Set.copyOf(forgotten), then));
    }

    /** Writes that are under way. */
    int underWay() {
        return writes.size();
    }

    /** The first is on disk. */
    void done() {
        Write write = writes.remove();
        onDisk.keySet().removeAll(write.forgotten());
        onDisk.putAll(write.changed());
        write.then().accept(true);
    }

    /** The first fails. */
    void fail() {
        writes.remove().then().accept(false);
    }

    /** All that are under way, and those that follow from them. */
    List<NodeId> allDone() {
        List<NodeId> changed = new ArrayList<>();
        while (!writes.isEmpty()) {
            changed.addAll(writes.element().changed().keySet());
            done();
        }
        return changed;
    }
}
