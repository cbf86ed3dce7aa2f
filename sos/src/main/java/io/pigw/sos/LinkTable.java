package io.pigw.sos;

import io.pigw.p2psip.NodeId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The links with evidence, by age of their last change and by the node at their end. */
final class LinkTable {

    private final LinkedHashMap<Link, LinkRecord> byAge = new LinkedHashMap<>();
    private final Map<NodeId, TreeMap<NodeId, LinkRecord>> bySubject = new HashMap<>();

    int size() {
        return byAge.size();
    }

    @Nullable
    LinkRecord get(Link link) {
        return byAge.get(link);
    }

    /** What all observers saw of the node, in the order of their IDs. */
    Collection<LinkRecord> observationsOf(NodeId subject) {
        TreeMap<NodeId, LinkRecord> observations = bySubject.get(subject);
        return observations == null ? List.of() : observations.values();
    }

    /** The longest unchanged links, without those that are to stay. */
    List<Link> eldest(int count, Set<Link> staying) {
        return byAge.keySet().stream()
                .filter(link -> !staying.contains(link))
                .limit(count)
                .toList();
    }

    void put(LinkRecord changed) {
        byAge.putLast(changed.link(), changed);
        bySubject
                .computeIfAbsent(changed.link().subject(), _ -> new TreeMap<>())
                .put(changed.link().observer(), changed);
    }

    void remove(Link link) {
        byAge.remove(link);
        TreeMap<NodeId, LinkRecord> observations = bySubject.get(link.subject());
        if (observations != null) {
            observations.remove(link.observer());
            if (observations.isEmpty()) {
                bySubject.remove(link.subject());
            }
        }
    }
}
