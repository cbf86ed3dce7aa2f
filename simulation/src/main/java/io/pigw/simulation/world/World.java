package io.pigw.simulation.world;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.chord.JoinOutcome;
import io.pigw.overlay.csp.NearestCsp;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Signer;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.simulation.keys.SimulatedCa;
import io.pigw.simulation.network.Endpoint;
import io.pigw.simulation.network.Seeds;
import io.pigw.simulation.network.SimulatedNetwork;
import io.pigw.simulation.network.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** An overlay in one process under virtual time. */
public final class World {

    /** The name of every simulated overlay. */
    public static final String OVERLAY = "p2p.example.net";

    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration REJOIN = Duration.ofSeconds(1);

    private final WorldOptions options;
    private final VirtualTime time = new VirtualTime();
    private final SimulatedNetwork network;
    private final SimulatedCa ca;
    private final Verifier verifier;
    private final Counts counts = new Counts();
    private final TreeMap<NodeId, SimulatedNode> nodes = new TreeMap<>();
    private int incarnations;

    /** A world with its CSPs up, beginning to find one another. */
    public World(WorldOptions options) {
        this.options = options;
        this.network = new SimulatedNetwork(time, options.latency(), options.seed());
        this.ca = new SimulatedCa(
                options.signatures().scheme(), OVERLAY, Seeds.generator(options.seed(), "certificates"));
        this.verifier = ca.verifier();
        options.csps().forEach(csp -> add(csp, Role.CSP));
        options.csps().forEach(csp -> node(csp.id()).chord().bootstrap(othersThan(csp)));
    }

    /** Its clock and its events. */
    public VirtualTime time() {
        return time;
    }

    /** Its links. */
    public SimulatedNetwork network() {
        return network;
    }

    /** What its pings came to. */
    public Counts counts() {
        return counts;
    }

    /** Issues its certificates. */
    public SimulatedCa ca() {
        return ca;
    }

    /** The node with this ID; its last incarnation. */
    public SimulatedNode node(NodeId id) {
        SimulatedNode node = nodes.get(id);
        if (node == null) {
            throw new IllegalArgumentException("no node " + id);
        }
        return node;
    }

    /** All nodes that are up, by ID. */
    public List<SimulatedNode> live() {
        return nodes.values().stream().filter(SimulatedNode::isUp).toList();
    }

    /** All nodes that are up and members of the ring, by ID. */
    public List<SimulatedNode> members() {
        return live().stream().filter(node -> node.chord().isMember()).toList();
    }

    /** The CSP that serves the ID: of those that are up. */
    public SimulatedNode cspFor(NodeId id) {
        List<NodeContact> up = live().stream()
                .filter(node -> node.role() == Role.CSP)
                .map(SimulatedNode::contact)
                .toList();
        return node(NearestCsp.of(options.ring(), id, up).orElseThrow().id());
    }

    /** Starts a peer, which joins and, when that fails, tries again each second. */
    public SimulatedNode join(NodeId id) {
        SimulatedNode peer = add(Placement.contact(id), Role.PEER);
        peer.whenIsolated(() -> join(peer));
        join(peer);
        return peer;
    }

    /** Starts a CSP that had died. It finds its place through the others. */
    public SimulatedNode restartCsp(NodeId id) {
        NodeContact contact = options.csps().stream()
                .filter(csp -> csp.id().equals(id))
                .findFirst()
                .orElseThrow();
        SimulatedNode csp = add(contact, Role.CSP);
        csp.chord().bootstrap(othersThan(contact));
        return csp;
    }

    /** Somebody with a certificate of this overlay who runs no overlay: a stranger for tests to act by. */
    public Outsider outsider(NodeId id, Role role) {
        Signer signer = ca.issue(id, role);
        return new Outsider(network.attach(Placement.contact(id), signer.certificate()), signer);
    }

    /** Starts peers, one every {@code interval}. */
    public void joinAll(List<NodeId> ids, Duration interval) {
        for (int i = 0; i < ids.size(); i++) {
            NodeId id = ids.get(i);
            time.schedule(interval.multipliedBy(i), () -> join(id));
        }
    }

    /** A peer that leaves as it should. */
    public void leave(NodeId id) {
        SimulatedNode node = node(id);
        node.chord().leave(() -> node.endpoint().fail(false));
    }

    /** A node that dies: with links that close, or silently. */
    public void crash(NodeId id, boolean silently) {
        SimulatedNode node = node(id);
        node.chord().close();
        node.endpoint().fail(silently);
    }

    /** Pings the node from the CSP that serves it. */
    public void ping(NodeId destination, Consumer<PingOutcome> then) {
        cspFor(destination).pinger().ping(destination, then);
    }

    /** Pings the node and runs until the outcome is there. */
    public PingOutcome pingAndWait(NodeId destination) {
        List<PingOutcome> outcomes = new ArrayList<>();
        ping(destination, outcomes::add);
        time.runUntil(
                () -> !outcomes.isEmpty(),
                Duration.ofMillis(1),
                options.pings().timeLimit().plus(STEP));
        return outcomes.getFirst();
    }

    /** Runs until this many nodes are up and settled and the ring is right. Whether that came within the limit. */
    public boolean settle(int expected, Duration limit) {
        return time.runUntil(
                () -> live().size() == expected
                        && live().stream().allMatch(node -> node.chord().isSettled())
                        && RingInvariants.violations(this).isEmpty(),
                STEP,
                limit);
    }

    WorldOptions options() {
        return options;
    }

    private SimulatedNode add(NodeContact contact, Role role) {
        LocalNode local = new LocalNode(contact, options.ring(), OVERLAY);
        Signer signer = ca.issue(contact.id(), role);
        Endpoint endpoint = network.attach(contact, signer.certificate());
        RandomGenerator random = Seeds.generator(options.seed() + incarnations++, "node", contact.id());
        NodePorts ports = new NodePorts(endpoint, endpoint, time, random, signer, verifier);
        SimulatedNode node = new SimulatedNode(local, role, ports, endpoint, options, counts);
        nodes.put(contact.id(), node);
        return node;
    }

    private void join(SimulatedNode peer) {
        List<NodeContact> csps = NearestCsp.inOrder(options.ring(), peer.id(), options.csps());
        peer.chord().join(csps, outcome -> {
            if (!(outcome instanceof JoinOutcome.Joined)) {
                peer.endpoint().schedule(REJOIN, () -> join(peer));
            }
        });
    }

    private List<NodeContact> othersThan(NodeContact csp) {
        return options.csps().stream().filter(other -> !other.equals(csp)).toList();
    }
}
