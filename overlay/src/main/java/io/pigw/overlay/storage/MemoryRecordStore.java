package io.pigw.overlay.storage;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds values in memory. Full means refuse: to forget another's value would be an attacker's way to delete it. */
public final class MemoryRecordStore implements RecordStore {

    private final StorageLimits limits;
    private final Map<ResourceId, Map<Slot, HeldValue>> resources = new LinkedHashMap<>();
    private final Map<NodeId, Integer> authors = new HashMap<>();
    private int values;
    private long bytes;

    /** An empty store. */
    public MemoryRecordStore(StorageLimits limits) {
        this.limits = limits;
    }

    @Override
    public List<HeldValue> find(ResourceId resource, int kind) {
        return find(resource).stream()
                .filter(held -> held.content().kind() == kind)
                .toList();
    }

    @Override
    public List<HeldValue> find(ResourceId resource) {
        Map<Slot, HeldValue> slots = resources.get(resource);
        return slots == null ? List.of() : List.copyOf(slots.values());
    }

    @Override
    public @Nullable HeldValue find(ResourceId resource, int kind, RecordKey key) {
        Map<Slot, HeldValue> slots = resources.get(resource);
        return slots == null ? null : slots.get(new Slot(kind, key));
    }

    @Override
    public boolean put(ResourceId resource, HeldValue value) {
        HeldValue before =
                find(resource, value.content().kind(), value.content().key());
        if (before != null) {
            count(before, -1);
        }
        if (!hasRoomFor(value)) {
            if (before != null) {
                count(before, 1);
            }
            return false;
        }
        count(value, 1);
        resources.computeIfAbsent(resource, _ -> new LinkedHashMap<>()).put(Slot.of(value), value);
        return true;
    }

    @Override
    public void remove(ResourceId resource) {
        Map<Slot, HeldValue> slots = resources.remove(resource);
        if (slots != null) {
            slots.values().forEach(held -> count(held, -1));
        }
    }

    @Override
    public void removeEnded(Instant now) {
        Iterator<Map<Slot, HeldValue>> each = resources.values().iterator();
        while (each.hasNext()) {
            Map<Slot, HeldValue> slots = each.next();
            slots.values().removeIf(held -> {
                boolean ended = !held.content().end().isAfter(now);
                if (ended) {
                    count(held, -1);
                }
                return ended;
            });
            if (slots.isEmpty()) {
                each.remove();
            }
        }
    }

    @Override
    public List<ResourceId> resources() {
        return new ArrayList<>(resources.keySet());
    }

    /** How many values are held. */
    public int size() {
        return values;
    }

    private boolean hasRoomFor(HeldValue value) {
        return values < limits.maxValues()
                && bytes + size(value) <= limits.maxBytes()
                && authors.getOrDefault(author(value), 0) < limits.maxValuesOfAuthor();
    }

    private void count(HeldValue value, int sign) {
        values += sign;
        bytes += (long) sign * size(value);
        authors.merge(author(value), sign, (before, change) -> before + change == 0 ? null : before + change);
    }

    private static NodeId author(HeldValue value) {
        return value.content().author().node();
    }

    private static int size(HeldValue held) {
        return held.content().value().size()
                + held.value().signature().size()
                + held.certificate().size();
    }

    private record Slot(int kind, RecordKey key) {
        static Slot of(HeldValue value) {
            return new Slot(value.content().kind(), value.content().key());
        }
    }
}
