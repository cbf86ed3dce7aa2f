package io.pigw.overlay.ping;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whom a node would rather not pass pings to. On the node's thread; answers from what is known now. */
@FunctionalInterface
public interface NodeTrust {

    /** Nothing is known of anybody. */
    NodeTrust NONE = _ -> Set.of();

    /**
     * Those of the nodes that are distrusted. Nothing is known of a node that is asked about for the first time; then it is not
     * among them.
     */
    Set<NodeId> distrusted(Collection<NodeId> nodes);

    /**
     * The same nodes with the distrusted last, otherwise in their order. The destination stays where it is: nobody else can be
     * asked in its place.
     */
    default List<NodeContact> ranked(List<NodeContact> nodes, NodeId destination) {
        Set<NodeId> distrusted = distrusted(nodes.stream()
                .map(NodeContact::id)
                .filter(id -> !id.equals(destination))
                .toList());
        return distrusted.isEmpty()
                ? nodes
                : Stream.concat(
                                nodes.stream().filter(node -> !distrusted.contains(node.id())),
                                nodes.stream().filter(node -> distrusted.contains(node.id())))
                        .toList();
    }
}
