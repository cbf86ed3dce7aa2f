package io.pigw.overlay.csp;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The configured CSPs and which of them are up, as one node sees it. A CSP's arc is [its ID, the next live CSP's ID): when
 * one dies, the one before it inherits its arc. Not thread-safe.
 */
public final class CspTable {

    /** The most CSPs of an overlay. */
    public static final int MAX_CSPS = 1_024;

    private final Ring ring;
    private final TreeMap<NodeId, NodeContact> csps = new TreeMap<>();
    private final TreeSet<NodeId> up = new TreeSet<>();

    /** All of them down at first. */
    public CspTable(Ring ring, List<NodeContact> configured) {
        this.ring = ring;
        for (NodeContact csp : configured) {
            if (!ring.contains(csp.id())) {
                throw new IllegalArgumentException("CSP " + csp.id() + " lies outside the ring");
            }
            if (csps.put(csp.id(), csp) != null) {
                throw new IllegalArgumentException("CSP " + csp.id() + " is configured twice");
            }
        }
        if (csps.size() > MAX_CSPS) {
            throw new IllegalArgumentException("at most " + MAX_CSPS + " CSPs");
        }
    }

    /** All configured CSPs, by ID. */
    public List<NodeContact> all() {
        return List.copyOf(csps.values());
    }

    /** Those that are up, by ID. */
    public List<NodeContact> live() {
        List<NodeContact> live = new ArrayList<>(up.size());
        csps.forEach((id, csp) -> {
            if (up.contains(id)) {
                live.add(csp);
            }
        });
        return live;
    }

    /** Marks a CSP as up. Whether that is news; false for one that is not configured. */
    public boolean up(NodeId csp) {
        return csps.containsKey(csp) && up.add(csp);
    }

    /** Marks a CSP as down. Whether that is news. */
    public boolean down(NodeId csp) {
        return up.remove(csp);
    }

    /** Whether the CSP is up. */
    public boolean isUp(NodeId csp) {
        return up.contains(csp);
    }

    /** The CSP with this ID, up or not. */
    public Optional<NodeContact> find(NodeId csp) {
        return Optional.ofNullable(csps.get(csp));
    }

    /** The live CSP whose arc holds the ID. */
    public Optional<NodeContact> responsibleFor(NodeId id) {
        return NearestCsp.of(ring, id, live());
    }
}
