package io.pigw.overlay.chord;

import io.pigw.p2psip.NodeContact;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a node knows of a ring that is at rest.
 *
 * @param predecessors the nearest, nearest first
 * @param successors the nearest, nearest first
 * @param fingers by the exponent of the distance at which each is looked up; none within reach of the successors, each once
 */
public record RingPlace(
        List<NodeContact> predecessors, List<NodeContact> successors, SortedMap<Integer, NodeContact> fingers) {

    /** Copies them. */
    public RingPlace {
        predecessors = List.copyOf(predecessors);
        successors = List.copyOf(successors);
        fingers = Collections.unmodifiableSortedMap(new TreeMap<>(fingers));
    }
}
