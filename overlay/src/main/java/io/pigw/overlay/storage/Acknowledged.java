package io.pigw.overlay.storage;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.record.ResourceId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which neighbour has said that it holds which value; known by their signatures. */
final class Acknowledged {

    private final Map<NodeId, Map<ResourceId, Set<Bytes>>> held = new HashMap<>();

    /** Those of the values that the node is not known to hold. */
    List<HeldValue> missing(NodeId node, ResourceId resource, List<HeldValue> values) {
        Set<Bytes> has = held.getOrDefault(node, Map.of()).getOrDefault(resource, Set.of());
        return values.stream()
                .filter(value -> !has.contains(value.value().signature()))
                .toList();
    }

    /** The node holds it. What it held of that resource and is not held here any more is forgotten. */
    void add(NodeId node, ResourceId resource, HeldValue value, List<HeldValue> current) {
        Set<Bytes> has =
                held.computeIfAbsent(node, _ -> new HashMap<>()).computeIfAbsent(resource, _ -> new HashSet<>());
        has.add(value.value().signature());
        Set<Bytes> living = new HashSet<>();
        current.forEach(now -> living.add(now.value().signature()));
        has.retainAll(living);
    }

    void forget(ResourceId resource) {
        held.values().forEach(resources -> resources.remove(resource));
    }

    /** Only these hold the resource now: whoever comes to hold it again is asked again. */
    void retain(ResourceId resource, Collection<NodeContact> holders) {
        Set<NodeId> ids = ids(holders);
        held.forEach((node, resources) -> {
            if (!ids.contains(node)) {
                resources.remove(resource);
            }
        });
    }

    /** Only these are neighbours now: whoever comes back is asked again. */
    void retain(Collection<NodeContact> neighbours) {
        held.keySet().retainAll(ids(neighbours));
    }

    private static Set<NodeId> ids(Collection<NodeContact> nodes) {
        Set<NodeId> ids = new HashSet<>();
        nodes.forEach(node -> ids.add(node.id()));
        return ids;
    }

    void clear() {
        held.clear();
    }
}
