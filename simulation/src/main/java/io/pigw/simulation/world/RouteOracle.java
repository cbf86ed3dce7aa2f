package io.pigw.simulation.world;

import io.pigw.overlay.ping.OtherOrigins;
import io.pigw.overlay.ping.PingForwarder;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sees all tables at once: whether any of the routes that a ping would take now leads to its destination. */
public final class RouteOracle {

    private final World world;

    /** Of this world. */
    public RouteOracle(World world) {
        this.world = world;
    }

    /** Whether at least one of the first {@code routes} routes from the CSP leads to the destination past all bad nodes. */
    public boolean reaches(SimulatedNode csp, NodeId destination, int routes) {
        return csp.chord().closestPreceding(destination, routes).stream()
                .anyMatch(first -> leads(csp.id(), first.id(), destination));
    }

    /** Whether a CSP that asks others when its own routes do not answer has a route past all bad nodes. */
    public boolean reachesByOtherWays(SimulatedNode csp, NodeId destination, int routes) {
        List<NodeContact> csps =
                world.cspsFor(destination).stream().map(SimulatedNode::contact).toList();
        List<NodeContact> others = OtherOrigins.of(world.options().ring(), csp.id(), destination, csps, routes);
        return reaches(csp, destination, 3 * routes - others.size())
                || others.stream().anyMatch(other -> leads(csp.id(), other.id(), destination));
    }

    private boolean leads(NodeId from, NodeId first, NodeId destination) {
        Set<NodeId> passed = new HashSet<>(Set.of(from));
        NodeId at = first;
        for (int hop = 0; hop < PingForwarder.MAX_ENTRIES; hop++) {
            Optional<SimulatedNode> node = world.find(at).filter(SimulatedNode::isUp);
            if (node.isEmpty() || !passed.add(at)) {
                return false;
            }
            if (at.equals(destination)) {
                return true;
            }
            if (node.get().isBad()) {
                return false;
            }
            Optional<NodeId> next = node.get().chord().closestPreceding(destination, passed.size() + 1).stream()
                    .map(NodeContact::id)
                    .filter(id -> !passed.contains(id))
                    .findFirst();
            if (next.isEmpty()) {
                return false;
            }
            at = next.get();
        }
        return false;
    }
}
