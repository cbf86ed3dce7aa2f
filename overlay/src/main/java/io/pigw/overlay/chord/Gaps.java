package io.pigw.overlay.chord;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.util.List;
import java.util.function.Function;

/**
 * How far apart nodes stand. IDs are drawn at random, so that they stand about equally far apart everywhere; who names
 * accomplices alone, or leaves out many, names nodes that stand further apart (Castro et al., OSDI 2002, §5.2).
 *
 * @param count of the gaps
 * @param span of all of them together
 */
record Gaps(int count, double span) {

    /** A list whose gaps are on average so many times as long as this node's own is too sparse to be believed. */
    static final double FACTOR = 3;

    /** This node judges nobody by fewer gaps of its own. */
    static final int FEWEST = 8;

    /** An answer with less than one part in so many of the gaps that this node has is as if it were too sparse. */
    static final int SHARE = 2;

    /** The gaps between a node and its neighbours on both sides. */
    static Gaps around(Ring ring, NodeId node, List<NodeContact> successors, List<NodeContact> predecessors) {
        return beside(node, successors, id -> ring.distance(node, id))
                .plus(beside(node, predecessors, id -> ring.distance(id, node)));
    }

    boolean isSparse(Gaps own) {
        return own.count >= FEWEST && count > 0 && span / count > FACTOR * (own.span / own.count);
    }

    boolean isShort(Gaps own) {
        return own.count >= FEWEST && SHARE * count < own.count;
    }

    /** So many times the mean gap; 0 where there is none. */
    NodeId mean(int times) {
        double steps = count == 0 ? 0 : times * span / count;
        double high = Math.floor(steps / 0x1p64);
        return new NodeId(bits(high), bits(steps - high * 0x1p64));
    }

    private static long bits(double unsigned) {
        return unsigned < 0x1p63 ? (long) unsigned : (long) (unsigned - 0x1p63) ^ Long.MIN_VALUE;
    }

    private static Gaps beside(NodeId node, List<NodeContact> neighbours, Function<NodeId, NodeId> distance) {
        List<NodeId> others = neighbours.stream()
                .map(NodeContact::id)
                .filter(id -> !id.equals(node))
                .distinct()
                .toList();
        double furthest =
                others.stream().map(distance).mapToDouble(Gaps::steps).max().orElse(0);
        return new Gaps(others.size(), furthest);
    }

    private Gaps plus(Gaps others) {
        return new Gaps(count + others.count, span + others.span);
    }

    private static double steps(NodeId distance) {
        return unsigned(distance.high()) * 0x1p64 + unsigned(distance.low());
    }

    private static double unsigned(long bits) {
        return (bits >>> 1) * 2.0 + (bits & 1);
    }
}
