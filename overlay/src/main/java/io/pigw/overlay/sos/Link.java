package io.pigw.overlay.sos;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingRequest;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One step of a route.
 *
 * @param observer who passes on
 * @param subject whom it passes to
 */
public record Link(NodeId observer, NodeId subject) {

    /** The links of a ping's route, in its order. */
    static List<Link> of(PingRequest ping) {
        List<NodeId> nodes = ping.nodes();
        return IntStream.range(1, nodes.size())
                .mapToObj(i -> new Link(nodes.get(i - 1), nodes.get(i)))
                .toList();
    }
}
