package io.pigw.cli.deployment;

import io.pigw.cli.UserError;
import io.pigw.p2psip.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which ports the nodes of one process listen on: with the paper's ring 9000 + node ID, as in its figures, or from the next
 * base where all of them are free; in larger rings one after the other.
 */
final class PortPlan {

    /** Below the ephemeral range, which starts at 32768. */
    private static final List<Integer> BASES = List.of(9_000, 12_000, 15_000, 18_000, 21_000, 24_000, 27_000);

    private PortPlan() {}

    /** A free port for each node. */
    static Map<NodeId, Integer> of(List<NodeId> nodes, int ringBits) {
        for (int base : BASES) {
            Map<NodeId, Integer> ports = from(base, nodes, ringBits);
            if (ports.values().stream().allMatch(PortPlan::isFree)) {
                return ports;
            }
        }
        throw new UserError(
                "no free range of ports for " + nodes.size()
                        + " nodes on loopback between 9000 and 30000. Is another overlay running? End it, or use fewer --peers");
    }

    private static Map<NodeId, Integer> from(int base, List<NodeId> nodes, int ringBits) {
        Map<NodeId, Integer> ports = new LinkedHashMap<>();
        for (NodeId node : nodes) {
            int offset = ringBits == DeploymentOptions.PAPER_RING_BITS ? (int) node.low() : ports.size();
            ports.put(node, base + offset);
        }
        return ports;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }
}
