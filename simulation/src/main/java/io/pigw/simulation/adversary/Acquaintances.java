package io.pigw.simulation.adversary;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** The nodes that a bad node has heard from, up to a limit. */
final class Acquaintances {

    private static final int MAX = 64;

    private final TreeMap<NodeId, NodeContact> known = new TreeMap<>();

    void met(NodeContact node) {
        if (known.size() < MAX) {
            known.put(node.id(), node);
        }
    }

    /** One of those that fit, drawn at random. */
    Optional<NodeContact> any(RandomGenerator random, Predicate<NodeContact> fits) {
        List<NodeContact> fitting = new ArrayList<>(known.values());
        fitting.removeIf(fits.negate());
        return fitting.isEmpty() ? Optional.empty() : Optional.of(fitting.get(random.nextInt(fitting.size())));
    }
}
