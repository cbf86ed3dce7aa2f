package io.pigw.simulation.world;

import io.pigw.overlay.chord.ChordOptions;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What holds in every honest node at any moment, whatever others do. */
final class NodeInvariants {

    private static final int ROUTES = 4;

    private NodeInvariants() {}

    /**
     * What does not hold, if anything.
     *
     * @param target an ID to look for in its tables
     */
    static Optional<String> violation(SimulatedNode node, Ring ring, ChordOptions options, NodeId target) {
        return violation(Tables.of(node, target), ring, options, target);
    }

    static Optional<String> violation(Tables node, Ring ring, ChordOptions options, NodeId target) {
        NodeId self = node.self();
        List<NodeContact> successors = node.successors();
        List<NodeContact> predecessors = node.predecessors();
        List<NodeContact> fingers = node.fingers();
        if (successors.size() > options.successors()
                || predecessors.size() > options.predecessors()
                || fingers.size() > ring.bits()) {
            return violated(node, "has more neighbours or fingers than it may");
        }
        if (!isOrdered(self, successors, id -> ring.distance(self, id))
                || !isOrdered(self, predecessors, id -> ring.distance(id, self))) {
            return violated(node, "has neighbours that are out of order, or is one itself");
        }
        if (fingers.stream().map(NodeContact::id).distinct().count() < fingers.size()
                || fingers.stream().anyMatch(finger -> finger.id().equals(self))) {
            return violated(node, "has itself or somebody twice as a finger");
        }
        if (List.of(successors, predecessors, fingers).stream()
                .flatMap(List::stream)
                .anyMatch(known -> !ring.contains(known.id()))) {
            return violated(node, "knows a node outside the ring");
        }
        List<NodeContact> next = node.next();
        NodeId reach = ring.distance(self, target);
        boolean towards = target.equals(self)
                || next.stream().allMatch(hop -> ring.distance(self, hop.id()).compareTo(reach) <= 0);
        boolean nearestFirst = isOrdered(self, next.reversed(), id -> ring.distance(self, id));
        return towards && nearestFirst ? Optional.empty() : violated(node, "routes to " + target + " the wrong way");
    }

    private static Optional<String> violated(Tables node, String what) {
        return Optional.of("node " + node.self() + " " + what);
    }

    /**
     * What a node knows.
     *
     * @param self its ID
     * @param next where it would send what is for the target, best first
     */
    record Tables(
            NodeId self,
            List<NodeContact> successors,
            List<NodeContact> predecessors,
            List<NodeContact> fingers,
            List<NodeContact> next) {

        static Tables of(SimulatedNode node, NodeId target) {
            return new Tables(
                    node.id(),
                    node.chord().successors(),
                    node.chord().predecessors(),
                    node.chord().fingers(),
                    node.chord().closestPreceding(target, ROUTES));
        }
    }

    private static boolean isOrdered(NodeId self, List<NodeContact> nodes, Function<NodeId, NodeId> distance) {
        NodeId last = NodeId.of(0);
        for (NodeContact node : nodes) {
            NodeId at = distance.apply(node.id());
            if (node.id().equals(self) || at.compareTo(last) <= 0) {
                return false;
            }
            last = at;
        }
        return true;
    }
}
