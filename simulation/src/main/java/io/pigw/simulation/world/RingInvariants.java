package io.pigw.simulation.world;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What must hold in a ring that is at rest. */
public final class RingInvariants {

    private RingInvariants() {}

    /** Every member's neighbour lists hold the true next and previous members, in order. Empty when that is so. */
    public static List<String> violations(World world) {
        List<SimulatedNode> members = world.members();
        List<String> violations = new ArrayList<>();
        int n = members.size();
        for (int i = 0; i < n; i++) {
            SimulatedNode node = members.get(i);
            int successors = Math.min(world.options().chord().successors(), n - 1);
            int predecessors = Math.min(world.options().chord().predecessors(), n - 1);
            List<NodeId> after = new ArrayList<>();
            List<NodeId> before = new ArrayList<>();
            for (int step = 1; step <= successors; step++) {
                after.add(members.get((i + step) % n).id());
            }
            for (int step = 1; step <= predecessors; step++) {
                before.add(members.get(Math.floorMod(i - step, n)).id());
            }
            compare(node.id() + " successors", after, node.chord().successors(), violations);
            compare(node.id() + " predecessors", before, node.chord().predecessors(), violations);
        }
        return violations;
    }

    /** The share of fingers, of those that members have or should have, that are the ones they should have, 0 to 1. */
    public static double fingerAccuracy(World world) {
        TreeMap<NodeId, SimulatedNode> members = new TreeMap<>();
        world.members().forEach(node -> members.put(node.id(), node));
        long right = 0;
        long all = 0;
        for (SimulatedNode node : members.values()) {
            List<NodeId> known =
                    node.chord().fingers().stream().map(NodeContact::id).toList();
            List<NodeId> wanted = new ArrayList<>();
            for (int i = 0; i < world.options().ring().bits(); i++) {
                NodeId start = world.options().ring().plusPowerOfTwo(node.id(), i);
                NodeId finger = members.ceilingKey(start) != null ? members.ceilingKey(start) : members.firstKey();
                boolean isNeighbour = node.chord().successors().stream().anyMatch(c -> c.id().equals(finger));
                if (!finger.equals(node.id()) && !isNeighbour && !wanted.contains(finger)) {
                    wanted.add(finger);
                }
            }
            all += wanted.size();
            right += wanted.stream().filter(known::contains).count();
        }
        return all == 0 ? 1 : (double) right / all;
    }

    private static void compare(String what, List<NodeId> expected, List<NodeContact> actual, List<String> into) {
        List<NodeId> ids = actual.stream().map(NodeContact::id).toList();
        if (!ids.equals(expected)) {
            into.add(what + " are " + ids + ", should be " + expected);
        }
    }
}
