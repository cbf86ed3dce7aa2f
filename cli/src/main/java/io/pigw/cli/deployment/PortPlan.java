package io.pigw.cli.deployment;

import io.pigw.cli.UserError;
import io.pigw.p2psip.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which ports the nodes of one process listen on: with the paper's ring 9000 + node ID, as in its figures, or from the next
 * base where all of them are free; in larger rings one after the other. Until it is closed no other overlay of this machine
 * takes the same base, though its nodes do not listen yet.
 */
final class PortPlan implements AutoCloseable {

    /** Below the ephemeral range, which starts at 32768. */
    private static final List<Integer> BASES = List.of(9_000, 12_000, 15_000, 18_000, 21_000, 24_000, 27_000);

    private final ServerSocket claim;
    private final Map<NodeId, Integer> ports;

    private PortPlan(ServerSocket claim, Map<NodeId, Integer> ports) {
        this.claim = claim;
        this.ports = ports;
    }

    /** A free port for each node. */
    static PortPlan of(List<NodeId> nodes, int ringBits) {
        for (int base : BASES) {
            // the port below a base says whose the base is: two overlays that start at once would both find it free
            Optional<ServerSocket> claim = bound(base - 1);
            if (claim.isPresent()) {
                PortPlan plan = new PortPlan(claim.get(), from(base, nodes, ringBits));
                if (plan.isFree()) {
                    return plan;
                }
                plan.close();
            }
        }
        throw new UserError(
                "no free range of ports for " + nodes.size()
                        + " nodes on loopback between 9000 and 30000. Is another overlay running? End it, or use fewer --peers");
    }

    /** By node, in the order in which they were named. */
    Map<NodeId, Integer> ports() {
        return ports;
    }

    @Override
    public void close() {
        close(claim);
    }

    private static Map<NodeId, Integer> from(int base, List<NodeId> nodes, int ringBits) {
        Map<NodeId, Integer> ports = new LinkedHashMap<>();
        for (NodeId node : nodes) {
            int offset = ringBits == DeploymentOptions.PAPER_RING_BITS ? (int) node.low() : ports.size();
            ports.put(node, base + offset);
        }
        return ports;
    }

    private boolean isFree() {
        return ports.values().stream().allMatch(port -> {
            Optional<ServerSocket> socket = bound(port);
            socket.ifPresent(PortPlan::close);
            return socket.isPresent();
        });
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A socket at that port of 127.0.0.1; empty if something else listens there. */
    private static Optional<ServerSocket> bound(int port) {
        ServerSocket socket = null;
        try {
            socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return Optional.of(socket);
        } catch (IOException inUse) {
            if (socket != null) {
                close(socket);
            }
            return Optional.empty();
        }
    }
}
