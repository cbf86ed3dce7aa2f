package io.pigw.overlay.chord;

import io.pigw.overlay.LocalNode;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that a node knows: neighbours on both sides, fingers, and hints to begin with. Nobody is in it twice, nobody
 * outside the ring and nobody in hold-down; mutators say whether a neighbour list changed.
 */
final class RoutingTable {

    private static final int MAX_HINTS = 64;

    private final NodeId self;
    private final Ring ring;
    private final int maxSuccessors;
    private final int maxPredecessors;
    private final HoldDown holdDown;

    private List<NodeContact> successors = List.of();
    private List<NodeContact> predecessors = List.of();
    private final TreeMap<Integer, NodeContact> fingers = new TreeMap<>();
    private List<NodeContact> hints = List.of();

    /** What known nodes said themselves, or where they answered. */
    private final Map<NodeId, NodeContact> firstHand = new HashMap<>();

    /** All of them, clockwise from this node. */
    private List<NodeContact> known = List.of();

    RoutingTable(LocalNode local, ChordOptions options, HoldDown holdDown) {
        this.self = local.id();
        this.ring = local.ring();
        this.maxSuccessors = options.successors();
        this.maxPredecessors = options.predecessors();
        this.holdDown = holdDown;
    }

    List<NodeContact> successors() {
        return successors;
    }

    List<NodeContact> predecessors() {
        return predecessors;
    }

    @Nullable
    NodeContact successor() {
        return successors.isEmpty() ? null : successors.getFirst();
    }

    @Nullable
    NodeContact predecessor() {
        return predecessors.isEmpty() ? null : predecessors.getFirst();
    }

    /** Each finger once, clockwise. */
    List<NodeContact> fingers() {
        return fingers.values().stream().distinct().toList();
    }

    List<NodeContact> known() {
        return known;
    }

    boolean knows(NodeId id) {
        return find(id) != null;
    }

    @Nullable
    NodeContact find(NodeId id) {
        for (NodeContact contact : known) {
            if (contact.id().equals(id)) {
                return contact;
            }
        }
        return null;
    }

    boolean isHeld(NodeContact node) {
        return holdDown.isHeld(node);
    }

    /** The known node that comes first clockwise, at {@code from} or behind it and before {@code to}; none for equal ends. */
    @Nullable
    NodeContact firstIn(NodeId from, NodeId to) {
        return known.stream()
                .filter(c -> !from.equals(to) && ring.isInArc(c.id(), from, to))
                .min(Comparator.comparing(c -> ring.distance(from, c.id())))
                .orElse(null);
    }

    /** See {@link RoutingView#closestPreceding}; without those that the caller has tried. */
    List<NodeContact> closestPreceding(NodeId target, int max, Collection<NodeId> without) {
        List<NodeContact> closest = new ArrayList<>(max);
        NodeId reach = ring.distance(self, target);
        for (int i = known.size() - 1; i >= 0 && closest.size() < max; i--) {
            NodeId id = known.get(i).id();
            boolean precedes = target.equals(self) || ring.distance(self, id).compareTo(reach) <= 0;
            if (precedes && !without.contains(id)) {
                closest.add(known.get(i));
            }
        }
        return closest;
    }

    /** A node that has said itself who it is and where: that counts more than what others say of it. */
    boolean heard(NodeContact node) {
        return isAcceptable(node.id()) && taken(node);
    }

    /** A node that others named and that has answered: it is alive. Where it listens it has not said; what it said before counts. */
    boolean answered(NodeContact node) {
        return isAcceptable(node.id()) && taken(atFirstHand(node));
    }

    private boolean taken(NodeContact node) {
        if (holdDown.hasLeft(node.id())) {
            return false;
        }
        holdDown.release(node);
        NodeContact before = find(node.id());
        if (before != null && !before.equals(node)) {
            replaceEverywhere(c -> c.id().equals(node.id()) ? node : c);
        }
        firstHand.put(node.id(), node);
        boolean changed = setSuccessors(plus(successors, node));
        changed |= setPredecessors(plus(predecessors, node));
        if (knows(node.id())) {
            firstHand.put(node.id(), node);
        } else {
            firstHand.remove(node.id());
        }
        return changed;
    }

    private NodeContact atFirstHand(NodeContact node) {
        return firstHand.getOrDefault(node.id(), node);
    }

    /** How far apart this node and its neighbours stand. */
    Gaps gaps() {
        return Gaps.around(ring, self, successors, predecessors);
    }

    /** The nearest successor and what it says of its own. When that is too sparse nobody is new, and nobody dropped unasked. */
    Followed followSuccessor(NodeContact first, List<NodeContact> its, Predicate<NodeId> vouched) {
        List<NodeContact> named = nearest(plus(untilSelf(its), first), maxSuccessors, this::ahead);
        if (Gaps.around(ring, first.id(), untilSelf(its), List.of()).isSparse(gaps())) {
            Hearsay doubted = Hearsay.of(successors, named, namesSelf(its), this::ahead, this::isProven, _ -> true);
            return new Followed(setSuccessors(doubted.list()), List.of(), doubted.missing());
        }
        Hearsay hearsay = Hearsay.of(successors, named, namesSelf(its), this::ahead, this::isProven, vouched);
        return new Followed(setSuccessors(hearsay.list()), hearsay.strangers(), hearsay.missing());
    }

    /** The nearest predecessor and what it says of its own. */
    Followed followPredecessor(NodeContact first, List<NodeContact> its, Predicate<NodeId> vouched) {
        List<NodeContact> named = nearest(plus(untilSelf(its), first), maxPredecessors, this::behind);
        Hearsay hearsay = Hearsay.of(predecessors, named, namesSelf(its), this::behind, this::isProven, vouched);
        return new Followed(setPredecessors(hearsay.list()), hearsay.strangers(), hearsay.missing());
    }

    /**
     * What became of a neighbour's word.
     *
     * @param changed whether the list is another
     * @param strangers to be asked before they are neighbours
     * @param missing to be asked whether they are there still
     */
    record Followed(boolean changed, List<NodeContact> strangers, List<NodeContact> missing) {}

    /** Whether the node has spoken or answered itself, or was known from the beginning; hints are neither. */
    boolean isProven(NodeId id) {
        return firstHand.containsKey(id)
                || Stream.of(successors, predecessors, fingers.values())
                        .flatMap(Collection::stream)
                        .anyMatch(c -> c.id().equals(id));
    }

    boolean setSuccessors(List<NodeContact> nodes) {
        List<NodeContact> before = successors;
        successors = nearest(nodes, maxSuccessors, this::ahead);
        return rebuilt(!successors.equals(before));
    }

    boolean setPredecessors(List<NodeContact> nodes) {
        List<NodeContact> before = predecessors;
        predecessors = nearest(nodes, maxPredecessors, this::behind);
        return rebuilt(!predecessors.equals(before));
    }

    /** Nodes that may be used until there are fingers. */
    void setHints(List<NodeContact> nodes) {
        hints = nearest(nodes, MAX_HINTS, this::ahead);
        rebuilt(true);
    }

    /** Takes the result of a sweep, by exponent. Says whether it differs from what was. */
    boolean setFingers(SortedMap<Integer, NodeContact> found) {
        boolean changed = !fingers.equals(found);
        fingers.clear();
        fingers.putAll(found);
        hints = List.of();
        rebuilt(true);
        return changed;
    }

    @Nullable
    NodeContact finger(int exponent) {
        return fingers.get(exponent);
    }

    /** Notes that a node has left by its own word, and forgets it. */
    boolean left(NodeContact node) {
        holdDown.holdLeft(node.id());
        NodeContact known = find(node.id());
        return known != null && forget(known, false);
    }

    /**
     * Forgets the node at this address, for a while if it is held; known at another address it stays. When it was the last
     * successor, the next best known node follows.
     */
    boolean forget(NodeContact node, boolean hold) {
        if (hold) {
            holdDown.hold(node);
        }
        if (!node.equals(find(node.id()))) {
            return false;
        }
        NodeId id = node.id();
        fingers.values().removeIf(c -> c.id().equals(id));
        hints = without(hints, id);
        boolean changed = setPredecessors(without(predecessors, id));
        changed |= setSuccessors(without(successors, id));
        rebuilt(true);
        if (successors.isEmpty() && !known.isEmpty()) {
            setSuccessors(List.of(known.getFirst()));
        }
        return changed;
    }

    private boolean isAcceptable(NodeId id) {
        return !id.equals(self) && ring.contains(id);
    }

    private List<NodeContact> nearest(List<NodeContact> nodes, int max, Function<NodeId, NodeId> distance) {
        return nodes.stream()
                .map(this::atFirstHand)
                .filter(c -> isAcceptable(c.id()) && !holdDown.isHeld(c))
                .sorted(Comparator.comparing(c -> distance.apply(c.id())))
                .gather(DistinctIds.adjacent())
                .limit(max)
                .toList();
    }

    private NodeId ahead(NodeId id) {
        return ring.distance(self, id);
    }

    private NodeId behind(NodeId id) {
        return ring.distance(id, self);
    }

    private boolean namesSelf(List<NodeContact> nodes) {
        return nodes.stream().anyMatch(c -> c.id().equals(self));
    }

    private List<NodeContact> untilSelf(List<NodeContact> nodes) {
        return nodes.stream().takeWhile(c -> !c.id().equals(self)).toList();
    }

    private void replaceEverywhere(UnaryOperator<NodeContact> change) {
        successors = successors.stream().map(change).toList();
        predecessors = predecessors.stream().map(change).toList();
        hints = hints.stream().map(change).toList();
        fingers.replaceAll((_, c) -> change.apply(c));
        rebuilt(true);
    }

    private boolean rebuilt(boolean changed) {
        if (changed) {
            known = Stream.of(successors, predecessors, fingers.values(), hints)
                    .flatMap(Collection::stream)
                    .sorted(Comparator.comparing(c -> ring.distance(self, c.id())))
                    .gather(DistinctIds.adjacent())
                    .toList();
            firstHand.keySet().removeIf(id -> !knows(id));
        }
        return changed;
    }

    private static List<NodeContact> plus(List<NodeContact> nodes, NodeContact node) {
        return Stream.concat(Stream.of(node), nodes.stream()).toList();
    }

    private static List<NodeContact> without(List<NodeContact> nodes, NodeId id) {
        return nodes.stream().filter(c -> !c.id().equals(id)).toList();
    }
}
