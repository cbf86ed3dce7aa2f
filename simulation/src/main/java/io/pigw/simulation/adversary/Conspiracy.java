package io.pigw.simulation.adversary;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.Signer;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.message.AuditAnswer;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.simulation.network.Endpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All bad nodes of a world: they know one another, and begin and end together. Until then they are as good as any. */
public final class Conspiracy {

    private static final int MAX_SHOWN = 65_536;

    private final Ring ring;
    private final Function<NodeId, List<Adversary>> roles;
    private final @Nullable NodeId target;
    private final TreeMap<NodeId, BadPort> ports = new TreeMap<>();
    private final Map<Copy, AuditAnswer> shown = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Copy, AuditAnswer> eldest) {
            return size() > MAX_SHOWN;
        }
    };
    private boolean active;

    /**
     * One that has not begun.
     *
     * @param roles what each of them does
     * @param target whom an eclipse is meant for; null for nobody
     */
    public Conspiracy(Ring ring, Function<NodeId, List<Adversary>> roles, @Nullable NodeId target) {
        this.ring = ring;
        this.roles = roles;
        this.target = target;
    }

    /** Stands between a bad node's code and its links; the latest incarnation counts. */
    public BadPort corrupt(LocalNode local, Endpoint endpoint, Signer signer, RandomGenerator random) {
        Accomplice accomplice = new Accomplice(local, endpoint, signer, random, this, new Acquaintances());
        BadPort port = new BadPort(accomplice, Tactics.of(roles.apply(local.id()), accomplice));
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

    /** Whether the node is one of them, and is up. */
    boolean isOne(NodeId id) {
        BadPort port = ports.get(id);
        return port != null && port.isUp();
    }

    /** At most so many of them, clockwise from one ID and before another. */
    List<Accomplice> between(NodeId from, NodeId to, int max) {
        return clockwiseFrom(from, from).stream()
                .filter(node -> !node.id().equals(to) && ring.isInArc(node.id(), from, to))
                .limit(max)
                .map(node -> Objects.requireNonNull(ports.get(node.id())).self())
                .toList();
    }

    /** Brings a ping to one of them past the overlay, as if another had sent it. */
    void tunnel(NodeId to, Accomplice from, PingRequest ping) {
        BadPort port = ports.get(to);
        if (port != null) {
            port.tunnelled(from.signer().certificate(), from.local().contact(), ping);
        }
    }

    /** Notes what one of them can show of a copy. */
    void show(NodeId of, String copy, AuditAnswer answer) {
        shown.put(new Copy(of, copy), answer);
    }

    /** What one of them can show; null for nothing. */
    @Nullable
    AuditAnswer shown(NodeId of, AuditRequest request) {
        return shown.get(new Copy(of, request.nonce() + request.routeIndex()));
    }

    private record Copy(NodeId of, String copy) {}

    private List<NodeContact> sorted(NodeId without, Comparator<NodeContact> order) {
        return ports.values().stream()
                .filter(port -> port.isUp() && !port.id().equals(without))
                .map(BadPort::contact)
                .sorted(order)
                .toList();
    }
}
