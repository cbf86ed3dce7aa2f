package io.pigw.overlay.storage;

import io.pigw.overlay.LocalNode;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which nodes hold what lies at a place of the ring, as far as this node's neighbours tell: the place's successor and the next
 * two (RFC 6940 §10.4).
 */
final class ReplicaSets {

    /** The node in whose arc it lies, and two more. */
    static final int SIZE = 3;

    /** This node's neighbours, nearest first. */
    interface Neighbours {
        /** Anti-clockwise. */
        List<NodeContact> predecessors();

        /** Clockwise. */
        List<NodeContact> successors();

        /** Whether this node has a place in the ring. */
        boolean isMember();
    }

    private final LocalNode local;
    private final Neighbours neighbours;

    /** @param neighbours asked each time */
    ReplicaSets(LocalNode local, Neighbours neighbours) {
        this.local = local;
        this.neighbours = neighbours;
    }

    /** The nodes that hold it, the one in whose arc it lies first; empty if the place is too far off to tell. */
    List<NodeContact> of(NodeId place) {
        return known(place).stream().limit(SIZE).toList();
    }

    /** The nodes that hold it once this one has left. */
    List<NodeContact> withoutSelf(NodeId place) {
        return known(place).stream()
                .filter(c -> !c.id().equals(local.id()))
                .limit(SIZE)
                .toList();
    }

    /** The neighbours, on both sides. */
    List<NodeContact> all() {
        return Stream.concat(neighbours.predecessors().stream(), neighbours.successors().stream())
                .distinct()
                .toList();
    }

    /** Clockwise from the place on; none if it is too far off to tell. Whoever is on both sides says that this is the whole ring. */
    private List<NodeContact> known(NodeId place) {
        List<NodeContact> predecessors = neighbours.predecessors();
        List<NodeContact> successors = neighbours.successors();
        Ring ring = local.ring();
        Map<NodeId, NodeContact> known = new TreeMap<>(Comparator.comparing(id -> ring.distance(place, id)));
        known.put(local.id(), local.contact());
        successors.forEach(c -> known.put(c.id(), c));
        predecessors.forEach(c -> known.put(c.id(), c));
        boolean wholeRing = predecessors.isEmpty()
                || successors.isEmpty()
                || known.size() <= predecessors.size() + successors.size();
        boolean inSight = wholeRing
                || ring.isInSuccessorInterval(
                        place, predecessors.getLast().id(), successors.getLast().id());
        return inSight ? List.copyOf(known.values()) : List.of();
    }

    /** Whether the place lies in this node's own arc; who is not in the ring, or has left it, has none. */
    boolean isOwn(NodeId place) {
        List<NodeContact> set = of(place);
        return neighbours.isMember() && !set.isEmpty() && set.getFirst().id().equals(local.id());
    }

    /** Whether this node holds what lies there, its own or a replica. */
    boolean isHere(NodeId place) {
        return neighbours.isMember() && of(place).contains(local.contact());
    }
}
