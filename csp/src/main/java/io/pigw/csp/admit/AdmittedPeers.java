package io.pigw.csp.admit;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The table of admitted peers, by ID and by certified name. On the CSP's thread. */
public final class AdmittedPeers {

    /** The most peers of one CSP. */
    public static final int MAX_PEERS = 100_000;

    private static final int MAX_NODES_OF_A_NAME = 32;

    private final Map<NodeId, AdmittedPeer> byId = new HashMap<>();
    private final Map<Party.User, TreeSet<NodeId>> byName = new HashMap<>();

    /** Begins with what was stored. */
    public AdmittedPeers(Collection<AdmittedPeer> stored) {
        stored.forEach(this::put);
    }

    /** The peer of that ID. */
    public Optional<AdmittedPeer> get(NodeId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The nodes certified for a name, by ID; at most 32. */
    public List<NodeId> certifiedFor(Party.User name) {
        TreeSet<NodeId> nodes = byName.get(normalised(name));
        return nodes == null
                ? List.of()
                : nodes.stream().limit(MAX_NODES_OF_A_NAME).toList();
    }

    /** Those of which something holds. */
    List<NodeId> where(Predicate<AdmittedPeer> condition) {
        return byId.values().stream()
                .filter(condition)
                .map(peer -> peer.contact().id())
                .toList();
    }

    /** All of them. */
    public List<NodeId> ids() {
        return List.copyOf(byId.keySet());
    }

    /** How many there are. */
    public int size() {
        return byId.size();
    }

    /** Whether there is room for that peer, or it is in already. */
    boolean hasRoomFor(NodeId id) {
        return byId.size() < MAX_PEERS || byId.containsKey(id);
    }

    /** Adds or replaces. */
    void put(AdmittedPeer peer) {
        NodeId id = peer.contact().id();
        @Nullable AdmittedPeer before = byId.put(id, peer);
        if (before != null) {
            forgetNames(before);
        }
        peer.users()
                .forEach(name -> byName.computeIfAbsent(normalised(name), _ -> new TreeSet<>())
                        .add(id));
    }

    /** Takes it out, if it is there. */
    void remove(NodeId id) {
        @Nullable AdmittedPeer before = byId.remove(id);
        if (before != null) {
            forgetNames(before);
        }
    }

    private void forgetNames(AdmittedPeer peer) {
        peer.users()
                .forEach(name -> byName.computeIfPresent(normalised(name), (_, nodes) -> {
                    nodes.remove(peer.contact().id());
                    return nodes.isEmpty() ? null : nodes;
                }));
    }

    private static Party.User normalised(Party.User name) {
        return new Party.User(name.name(), name.domain().toLowerCase(Locale.ROOT));
    }
}
