package io.pigw.simulation.world;

import io.pigw.p2psip.NodeId;
import io.pigw.simulation.adversary.Adversary;
import io.pigw.simulation.network.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes of a world are bad, and what they do once the attack begins.
 *
 * @param nodes their IDs; none is a CSP's
 * @param adversaries what they do, all of them together
 * @param liars nodes that are bad too, and do other things
 * @param lies what liars do
 * @param target whom an eclipse is meant for; null without one
 */
public record Corruption(
        Set<NodeId> nodes,
        List<Adversary> adversaries,
        Set<NodeId> liars,
        List<Adversary> lies,
        @Nullable NodeId target) {

    /** Everybody is honest. */
    public static final Corruption NONE = new Corruption(Set.of(), List.of(), null);

    /** Without liars. */
    public Corruption(Set<NodeId> nodes, List<Adversary> adversaries, @Nullable NodeId target) {
        this(nodes, adversaries, Set.of(), List.of(), target);
    }

    /** Copies, in the order of the IDs. */
    public Corruption {
        nodes = Collections.unmodifiableSet(new TreeSet<>(nodes));
        adversaries = List.copyOf(adversaries);
        liars = Collections.unmodifiableSet(new TreeSet<>(liars));
        lies = List.copyOf(lies);
    }

    /**
     * A share of these peers, drawn by the seed: nobody chooses its ID, the enrollment server draws it. A greater share
     * holds all of a smaller one. The target of an eclipse is drawn too; it is honest.
     *
     * @param share of the peers, 0 to 1
     */
    public static Corruption of(List<NodeId> peers, double share, List<Adversary> adversaries, long seed) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share must be 0 to 1, not " + share);
        }
        if (peers.isEmpty() || adversaries.isEmpty()) {
            return NONE;
        }
        List<NodeId> drawn = new ArrayList<>(peers);
        Collections.shuffle(drawn, Random.from(Seeds.generator(seed, "corruption")));
        int bad = (int) Math.round(share * drawn.size());
        boolean eclipse = adversaries.stream().anyMatch(adversary -> adversary instanceof Adversary.Eclipse);
        return new Corruption(
                Set.copyOf(drawn.subList(0, bad)), adversaries, eclipse && bad < drawn.size() ? drawn.getLast() : null);
    }

    /** The same with a share of the peers, none of the bad among them, that lie; drawn by the seed. */
    public Corruption withLiars(List<NodeId> peers, double share, List<Adversary> theirLies, long seed) {
        List<NodeId> drawn = new ArrayList<>(peers);
        drawn.removeAll(nodes);
        Collections.shuffle(drawn, Random.from(Seeds.generator(seed, "liars")));
        int count = Math.min(drawn.size(), (int) Math.round(share * peers.size()));
        return new Corruption(nodes, adversaries, Set.copyOf(drawn.subList(0, count)), theirLies, target);
    }

    /** The same with others that are bad too, when they come. */
    public Corruption withSpare(List<NodeId> others) {
        Set<NodeId> all = new TreeSet<>(nodes);
        all.addAll(others);
        return new Corruption(all, adversaries, liars, lies, target);
    }

    /** What this bad node does. */
    public List<Adversary> roleOf(NodeId node) {
        return liars.contains(node) ? lies : adversaries;
    }

    /** Whether this node is bad. */
    public boolean isBad(NodeId node) {
        return nodes.contains(node) || liars.contains(node);
    }
}
