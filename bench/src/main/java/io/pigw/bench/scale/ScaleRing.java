package io.pigw.bench.scale;

import io.pigw.bench.enroll.FixedNode;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which IDs the nodes have. CSPs and peers lie evenly from 1000 to 8000, so that each CSP has as many peers as the others; the load
 * generator writes four digits. Below are those that are no members: SOS and gateways.
 */
public final class ScaleRing {

    /** Bits of an ID. */
    public static final int BITS = 13;

    private static final int SOS = 3;
    private static final int GATEWAYS = 100;
    private static final int FIRST = 1_000;
    private static final int SPAN = 7_000;

    private ScaleRing() {}

    /** The opinion server. */
    public static FixedNode sos() {
        return node(Role.SOS, SOS);
    }

    /** So many gateways. */
    public static List<FixedNode> gateways(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> node(Role.GATEWAY, GATEWAYS + i))
                .toList();
    }

    /** So many CSPs. */
    public static List<FixedNode> csps(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> node(Role.CSP, FIRST + SPAN * i / count))
                .toList();
    }

    /** The targets: IDs that no CSP has, however many there are. */
    public static List<Integer> targets(int count) {
        Set<NodeId> taken = new HashSet<>();
        IntStream.rangeClosed(1, ScalePoint.MAX).forEach(csps -> csps(csps).forEach(csp -> taken.add(csp.id())));
        List<Integer> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int id = FIRST + SPAN * (2 * i + 1) / (2 * count);
            targets.add(taken.contains(NodeId.of(id)) ? id + 1 : id);
        }
        return targets;
    }

    /** So many peers, at the targets. */
    public static List<FixedNode> peers(int count) {
        return targets(count).stream().map(id -> node(Role.PEER, id)).toList();
    }

    /** Whoever takes part in any of the points, each once. */
    static List<FixedNode> all(ScaleOptions options) {
        Set<FixedNode> nodes = new java.util.LinkedHashSet<>();
        nodes.add(sos());
        for (ScalePoint point : options.points()) {
            nodes.addAll(gateways(point.gateways()));
            nodes.addAll(csps(point.csps()));
        }
        nodes.addAll(peers(options.peers()));
        return List.copyOf(nodes);
    }

    private static FixedNode node(Role role, int id) {
        return new FixedNode(role, NodeId.of(id));
    }
}
