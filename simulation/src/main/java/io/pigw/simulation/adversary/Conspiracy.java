package io.pigw.simulation.adversary;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.Signer;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.simulation.network.Endpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All bad nodes of a world: they know one another, and begin and end together. Until then they are as good as any. */
public final class Conspiracy {

    private final Ring ring;
    private final List<Adversary> adversaries;
    private final @Nullable NodeId target;
    private final TreeMap<NodeId, BadPort> ports = new TreeMap<>();
    private boolean active;

    /** @param target whom an eclipse is meant for; null for nobody */
    public Conspiracy(Ring ring, List<Adversary> adversaries, @Nullable NodeId target) {
        this.ring = ring;
        this.adversaries = List.copyOf(adversaries);
        this.target = target;
    }

    /** What they do. */
    public List<Adversary> adversaries() {
        return adversaries;
    }

    /** Stands between a bad node's code and its links; the latest incarnation counts. */
    public BadPort corrupt(LocalNode local, Endpoint endpoint, Signer signer, RandomGenerator random) {
        Accomplice accomplice = new Accomplice(local, endpoint, signer, random, this, new Acquaintances());
        BadPort port = new BadPort(accomplice, Tactics.of(adversaries, accomplice));
        ports.put(local.id(), port);
        if (active) {
            port.begin();
        }
        return port;
    }

    /** From now on they are bad. */
    public void begin() {
        active = true;
        ports.values().forEach(BadPort::begin);
    }

    /** From now on they are good again. */
    public void end() {
        active = false;
    }

    /** Whether they are bad now. */
    public boolean isActive() {
        return active;
    }

    Optional<NodeId> target() {
        return Optional.ofNullable(target);
    }

    /** The bad nodes that are up, without this one, clockwise from an ID. */
    List<NodeContact> clockwiseFrom(NodeId id, NodeId without) {
        return sorted(without, Comparator.comparing(c -> ring.distance(id, c.id())));
    }

    /** The bad nodes that are up, without this one, anti-clockwise from an ID. */
    List<NodeContact> antiClockwiseFrom(NodeId id, NodeId without) {
        return sorted(without, Comparator.comparing(c -> ring.distance(c.id(), id)));
    }

    /** The other end of a bad node's tunnel: the one half of all bad nodes further on. */
    Optional<BadPort> partnerOf(NodeId id) {
        int half = ports.size() / 2;
        if (half == 0) {
            return Optional.empty();
        }
        NavigableMap<NodeId, BadPort> before = ports.headMap(id, false);
        List<BadPort> all = new ArrayList<>(ports.values());
        BadPort partner = all.get((before.size() + half) % all.size());
        return partner.id().equals(id) || !partner.isUp() ? Optional.empty() : Optional.of(partner);
    }

    private List<NodeContact> sorted(NodeId without, Comparator<NodeContact> order) {
        return ports.values().stream()
                .filter(port -> port.isUp() && !port.id().equals(without))
                .map(BadPort::contact)
                .sorted(order)
                .toList();
    }
}
