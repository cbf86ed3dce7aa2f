package io.pigw.bench.churn;

import io.pigw.bench.BenchException;
import io.pigw.bench.enroll.FixedNode;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is there, who of them dies, and which process has whom. Those that die share processes, so that they all go when these are
 * killed. The same options give the same plan.
 *
 * @param dying the processes that are killed
 * @param living the others
 */
record ChurnPlan(List<List<FixedNode>> dying, List<List<FixedNode>> living) {

    /** Measured: 65 at most, in a ring of 512 that publishes records. */
    private static final int FILES_OF_NODE = 70;

    private static final int OTHER_FILES = 200;
    private static final int MOST_OF_PROCESS = 256;
    private static final int MOST_PROCESSES = 24;

    /** @param openFiles that each process may have */
    static ChurnPlan of(ChurnOptions options, Random random, long openFiles) {
        List<FixedNode> nodes = nodes(options, random);
        List<FixedNode> shuffled = new ArrayList<>(nodes);
        Collections.shuffle(shuffled, random);
        int dead = (int) Math.round(options.share() * nodes.size());
        List<FixedNode> dying = new ArrayList<>(shuffled.subList(0, dead));
        List<FixedNode> living = new ArrayList<>(shuffled.subList(dead, shuffled.size()));
        if (csps(living) == 0) {
            FixedNode spared = dying.stream()
                    .filter(node -> node.role() == Role.CSP)
                    .findFirst()
                    .orElseThrow();
            dying.remove(spared);
            living.add(spared);
        }
        int most = Math.clamp((openFiles - OTHER_FILES) / FILES_OF_NODE, 1, MOST_OF_PROCESS);
        ChurnPlan plan = new ChurnPlan(split(dying, most), split(living, most));
        if (plan.dying().size() + plan.living().size() > MOST_PROCESSES) {
            throw new BenchException(nodes.size() + " nodes would need more than " + MOST_PROCESSES + " processes of "
                    + openFiles + " open files each. Raise the limit (ulimit -n), or use fewer --peers");
        }
        return plan;
    }

    /** CSPs evenly over the ring, peers anywhere. */
    private static List<FixedNode> nodes(ChurnOptions options, Random random) {
        BigInteger size = BigInteger.ONE.shiftLeft(options.ringBits());
        Set<NodeId> taken = new HashSet<>();
        List<FixedNode> nodes = new ArrayList<>();
        for (int i = 0; i < options.csps(); i++) {
            BigInteger id = size.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(options.csps()));
            NodeId csp = NodeId.parse(id.toString());
            taken.add(csp);
            nodes.add(new FixedNode(Role.CSP, csp));
        }
        while (nodes.size() < options.csps() + options.peers()) {
            NodeId peer = NodeId.parse(new BigInteger(options.ringBits(), random).toString());
            if (taken.add(peer)) {
                nodes.add(new FixedNode(Role.PEER, peer));
            }
        }
        return nodes;
    }

    private static List<List<FixedNode>> split(List<FixedNode> nodes, int most) {
        int parts = Math.ceilDiv(nodes.size(), most);
        List<List<FixedNode>> split = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            split.add(List.copyOf(nodes.subList(nodes.size() * i / parts, nodes.size() * (i + 1) / parts)));
        }
        return split;
    }

    List<FixedNode> all() {
        return flat(dying, living);
    }

    Set<NodeId> gone() {
        return flat(dying, List.of()).stream().map(FixedNode::id).collect(Collectors.toSet());
    }

    static List<NodeId> ids(Collection<FixedNode> nodes, Role role) {
        return nodes.stream()
                .filter(node -> node.role() == role)
                .map(FixedNode::id)
                .toList();
    }

    private static long csps(Collection<FixedNode> nodes) {
        return ids(nodes, Role.CSP).size();
    }

    private static List<FixedNode> flat(List<List<FixedNode>> some, List<List<FixedNode>> others) {
        List<FixedNode> all = new ArrayList<>();
        some.forEach(all::addAll);
        others.forEach(all::addAll);
        return all;
    }
}
