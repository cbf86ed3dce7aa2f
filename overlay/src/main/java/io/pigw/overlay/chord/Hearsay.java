package io.pigw.overlay.chord;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What comes of it when a neighbour says what its own neighbours are. Its word brings nobody in: a name that is new is a
 * stranger until it has answered itself. A node that it leaves out is dropped, so that the dead wash out, and is asked as
 * well, so that the living come back and stay. What lies beyond the last that it names it says nothing of.
 *
 * @param list the neighbours from now on, any number of them, in any order
 * @param strangers who is named and not proven
 * @param missing who was a neighbour and is not named
 */
record Hearsay(List<NodeContact> list, List<NodeContact> strangers, List<NodeContact> missing) {

    /**
     * Weighs what was said.
     *
     * @param own the neighbours until now
     * @param named who is said to be a neighbour, the sayer first; the nearest alone
     * @param complete whether nobody follows the last of them
     * @param distance from this node
     * @param proven who has answered itself
     * @param vouched who has answered since it is left out, and stays
     */
    static Hearsay of(
            List<NodeContact> own,
            List<NodeContact> named,
            boolean complete,
            Function<NodeId, NodeId> distance,
            Predicate<NodeId> proven,
            Predicate<NodeId> vouched) {
        Set<NodeId> names = named.stream().map(NodeContact::id).collect(Collectors.toSet());
        List<NodeContact> list = new ArrayList<>();
        List<NodeContact> strangers = new ArrayList<>();
        for (NodeContact node : named) {
            (proven.test(node.id()) ? list : strangers).add(node);
        }
        List<NodeContact> missing = new ArrayList<>();
        for (NodeContact node : own) {
            if (names.contains(node.id())) {
                continue;
            }
            boolean spokenOf = !named.isEmpty()
                    && isFurther(node, named.getFirst(), distance)
                    && (complete || isFurther(named.getLast(), node, distance));
            if (!spokenOf || vouched.test(node.id())) {
                list.add(node);
            }
            if (spokenOf) {
                missing.add(node);
            }
        }
        return new Hearsay(list, strangers, missing);
    }

    private static boolean isFurther(NodeContact node, NodeContact than, Function<NodeId, NodeId> distance) {
        return distance.apply(node.id()).compareTo(distance.apply(than.id())) > 0;
    }
}
