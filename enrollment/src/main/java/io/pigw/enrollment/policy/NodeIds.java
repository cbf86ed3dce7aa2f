package io.pigw.enrollment.policy;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Draws node IDs (RFC 6940 §11.3: the server chooses, at random). Reserved ones only an operator's token gives. */
public final class NodeIds {

    /** Draws before the ring counts as full; at 90 % occupancy all of them fail once in 10^11 times. */
    private static final int MAX_DRAWS = 256;

    private final Ring ring;
    private final Set<NodeId> reserved;
    private final SecureRandom random;

    /** IDs of the ring but for the reserved ones. */
    public NodeIds(Ring ring, Set<NodeId> reserved, SecureRandom random) {
        this.ring = ring;
        this.reserved = Set.copyOf(reserved);
        this.random = random;
    }

    /** The ring that all IDs lie in. */
    public Ring ring() {
        return ring;
    }

    /** A free ID, or none when the ring is as good as full. */
    public Optional<NodeId> draw(Predicate<NodeId> isTaken) {
        for (int i = 0; i < MAX_DRAWS; i++) {
            NodeId candidate = ring.random(random);
            if (!reserved.contains(candidate) && !isTaken.test(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
