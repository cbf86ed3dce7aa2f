package io.pigw.simulation.world;

import io.pigw.overlay.chord.ChordOptions;
import io.pigw.overlay.chord.RingPlace;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What every member of a ring at rest knows: the tables that joining node by node would end in. */
final class RestingRing {

    private final Ring ring;
    private final ChordOptions options;
    private final TreeMap<NodeId, NodeContact> members = new TreeMap<>();

    RestingRing(Ring ring, ChordOptions options, Collection<NodeContact> members) {
        this.ring = ring;
        this.options = options;
        members.forEach(member -> this.members.put(member.id(), member));
    }

    RingPlace of(NodeId id) {
        List<NodeContact> successors = new ArrayList<>();
        List<NodeContact> predecessors = new ArrayList<>();
        NodeId after = id;
        NodeId before = id;
        int others = members.size() - 1;
        while (successors.size() < Math.min(options.successors(), others)) {
            NodeContact next = next(members.higherEntry(after), members.firstEntry());
            successors.add(next);
            after = next.id();
        }
        while (predecessors.size() < Math.min(options.predecessors(), others)) {
            NodeContact next = next(members.lowerEntry(before), members.lastEntry());
            predecessors.add(next);
            before = next.id();
        }
        return new RingPlace(predecessors, successors, fingers(id, after));
    }

    /** As a sweep finds them: what one settles is not looked up again. */
    private SortedMap<Integer, NodeContact> fingers(NodeId self, NodeId lastSuccessor) {
        TreeMap<Integer, NodeContact> fingers = new TreeMap<>();
        int exponent = beyond(self, lastSuccessor, 0);
        while (exponent < ring.bits()) {
            NodeContact finger = next(members.ceilingEntry(ring.plusPowerOfTwo(self, exponent)), members.firstEntry());
            if (finger.id().equals(self)) {
                break;
            }
            fingers.put(exponent, finger);
            exponent = beyond(self, finger.id(), exponent + 1);
        }
        return fingers;
    }

    private int beyond(NodeId self, NodeId node, int from) {
        int exponent = from;
        while (exponent < ring.bits()
                && !node.equals(self)
                && ring.isInSuccessorInterval(ring.plusPowerOfTwo(self, exponent), self, node)) {
            exponent++;
        }
        return exponent;
    }

    private static NodeContact next(Map.Entry<NodeId, NodeContact> next, Map.Entry<NodeId, NodeContact> around) {
        return (next == null ? around : next).getValue();
    }
}
