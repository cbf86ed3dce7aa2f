package io.pigw.simulation.world;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.chord.JoinOutcome;
import io.pigw.overlay.csp.NearestCsp;
import io.pigw.overlay.opinion.OpinionServers;
import io.pigw.overlay.ping.MemoryPingMarkStore;
import io.pigw.overlay.ping.NodeTrust;
import io.pigw.overlay.ping.PingMarkStore;
import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Signer;
import io.pigw.overlay.port.Verifier;
import io.pigw.overlay.storage.FetchResult;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoredValue;
import io.pigw.simulation.adversary.BadPort;
import io.pigw.simulation.adversary.Conspiracy;
import io.pigw.simulation.keys.SimulatedCa;
import io.pigw.simulation.network.Endpoint;
import io.pigw.simulation.network.Seeds;
import io.pigw.simulation.network.SimulatedNetwork;
import io.pigw.simulation.network.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** An overlay in one process under virtual time. */
public final class World {

    /** The name of every simulated overlay. */
    public static final String OVERLAY = "p2p.example.net";

    /** The name of another overlay, whose CA is the same. */
    static final String OTHER_OVERLAY = "other.example.net";

    private static final int REPLICAS = RecordMessage.MAX_REPLICA + 1;
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration REJOIN = Duration.ofSeconds(1);

    private final WorldOptions options;
    private final VirtualTime time = new VirtualTime();
    private final SimulatedNetwork network;
    private final SimulatedCa ca;
    private final Verifier verifier;
    private final Counts counts = new Counts();
    private final TreeMap<NodeId, SimulatedNode> nodes = new TreeMap<>();
    private final TreeMap<NodeId, PingMarkStore> pingMarks = new TreeMap<>();
    private final Watch watch = new Watch(this);
    private final Corruption corruption;
    private final Conspiracy conspiracy;
    private final Campaign campaign;
    private final Guides guides;
    private int incarnations;

    /** An honest world with its CSPs up, beginning to find one another. */
    public World(WorldOptions options) {
        this(options, Corruption.NONE);
    }

    /**
     * A world with its CSPs up, beginning to find one another. All are honest until {@link #attack}. It is watched from the
     * beginning: an {@link InvariantViolation} ends the run.
     */
    public World(WorldOptions options, Corruption corruption) {
        this(options, corruption, List.of());
        options.csps().forEach(csp -> node(csp.id()).chord().bootstrap(othersThan(csp)));
    }

    /**
     * A world at rest: every node knows what it would know long after all have joined, and goes on from there with the real
     * upkeep. No messages are spent on joining.
     */
    public static World atRest(WorldOptions options, Corruption corruption, List<NodeId> peers) {
        World world = new World(options, corruption, peers);
        List<NodeContact> members =
                world.nodes.values().stream().map(SimulatedNode::contact).toList();
        RestingRing ring = new RestingRing(options.ring(), options.chord(), members);
        for (SimulatedNode node : world.nodes.values()) {
            List<NodeContact> others = node.role() == Role.CSP ? world.othersThan(node.contact()) : List.of();
            node.chord().resume(others, ring.of(node.id()));
        }
        return world;
    }

    private World(WorldOptions options, Corruption corruption, List<NodeId> peers) {
        this.options = options;
        this.corruption = corruption;
        this.conspiracy = new Conspiracy(options.ring(), corruption::roleOf, corruption.target());
        this.campaign = new Campaign(this, corruption, conspiracy);
        this.network = new SimulatedNetwork(time, options.latency(), options.seed());
        this.ca = new SimulatedCa(
                options.signatures().scheme(), OVERLAY, Seeds.generator(options.seed(), "certificates"));
        this.verifier = options.guidance() instanceof Guidance.Blind ? new BlindVerifier(ca.verifier()) : ca.verifier();
        network.handshake((own, other) ->
                own.overlay().equals(other.overlay()) && verifier.check(other.der()) instanceof Verifier.Verdict.Valid);
        this.guides = Guides.of(options, corruption, time, network, ca, verifier);
        options.csps().forEach(csp -> add(csp, Role.CSP, OVERLAY, admittedBy(csp, peers)));
        peers.forEach(peer -> addPeer(peer, OVERLAY));
        if (isWatched()) {
            watch.start();
        }
    }

    /** Who is bad, and how. */
    public Corruption corruption() {
        return corruption;
    }

    /** From now on bad nodes are bad. */
    public void attack() {
        campaign.begin();
    }

    /** From now on bad nodes behave; those of another overlay are gone. */
    public void standDown() {
        campaign.end();
    }

    /** Its clock and its events. */
    public VirtualTime time() {
        return time;
    }

    /** Its links. */
    public SimulatedNetwork network() {
        return network;
    }

    /** Whether it has an opinion server. */
    public boolean hasSos() {
        return guides.sos().isPresent();
    }

    /** Its opinion server. */
    public SimulatedSos sos() {
        return guides.sos().orElseThrow(() -> new IllegalStateException("this world has no opinion server"));
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

    /** All nodes that are up and not bad, by ID. */
    public List<SimulatedNode> honest() {
        return live().stream().filter(node -> !node.isBad()).toList();
    }

    /** The CSP that serves the ID: of those that are up. */
    public SimulatedNode cspFor(NodeId id) {
        return cspsFor(id).getFirst();
    }

    /** The CSPs that are up, the one that serves the ID first, then anti-clockwise. */
    public List<SimulatedNode> cspsFor(NodeId id) {
        List<NodeContact> up =
                options.csps().stream().filter(csp -> node(csp.id()).isUp()).toList();
        return NearestCsp.inOrder(options.ring(), id, up).stream()
                .map(csp -> node(csp.id()))
                .toList();
    }

    /** Starts a peer, which joins and, when that fails, tries again each second. */
    public SimulatedNode join(NodeId id) {
        return join(id, OVERLAY);
    }

    /** Starts a peer with a certificate of another overlay, which tries to join this one. */
    void joinAsForeigner(NodeId id) {
        join(id, OTHER_OVERLAY);
    }

    private SimulatedNode join(NodeId id, String overlay) {
        SimulatedNode peer = addPeer(id, overlay);
        join(peer);
        return peer;
    }

    private SimulatedNode addPeer(NodeId id, String overlay) {
        SimulatedNode peer = add(Placement.contact(id), Role.PEER, overlay, List.of());
        peer.whenIsolated(() -> join(peer));
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
        node(id).leave();
    }

    /** A node that dies: with links that close, or silently. */
    public void crash(NodeId id, boolean silently) {
        SimulatedNode node = node(id);
        node.chord().close();
        node.endpoint().fail(silently);
    }

    /** Pings the node from the CSP that serves it. */
    public void ping(NodeId destination, Consumer<PingOutcome> then) {
        ping(cspFor(destination), destination, options.pings().routes(), then);
    }

    /** Pings the node from this CSP with this many copies, from the usual origins. */
    public void ping(SimulatedNode csp, NodeId destination, int routes, Consumer<PingOutcome> then) {
        ping(csp, destination, routes, options.pings().origins(), then);
    }

    /** Pings the node from this CSP with this many copies that begin there. */
    public void ping(
            SimulatedNode csp,
            NodeId destination,
            int routes,
            PingOptions.Origins origins,
            Consumer<PingOutcome> then) {
        csp.pinger().ping(destination, routes, origins, outcome -> {
            if (isWatched()) {
                watch.located(csp, destination, outcome);
            }
            then.accept(outcome);
        });
    }

    /** Has the node fetch all values of a kind. */
    public void fetch(SimulatedNode reader, ResourceId resource, Kind kind, Consumer<FetchResult> then) {
        reader.records().fetch(resource, kind, result -> {
            watch.fetched(reader, resource, result);
            then.accept(result);
        });
    }

    /** Whether this very value is held by an honest one of the three nodes that should: then who asks them all gets it. */
    public boolean isHeldByAnHonestReplica(ResourceId resource, StoredValue value) {
        return replicas(resource).stream()
                .filter(node -> !node.isBad())
                .flatMap(node -> node.held(resource).stream())
                .anyMatch(held -> held.value().equals(value));
    }

    /** The three members that follow the resource's place, whatever they hold. */
    public List<SimulatedNode> replicas(ResourceId resource) {
        NodeId place = resource.placeIn(options.ring());
        return Stream.concat(
                        nodes.tailMap(place, true).values().stream(), nodes.headMap(place, false).values().stream())
                .filter(node -> node.isUp() && node.chord().isMember())
                .limit(REPLICAS)
                .toList();
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

    /** What it is made of. */
    public WorldOptions options() {
        return options;
    }

    /** The node with this ID, if there ever was one. */
    Optional<SimulatedNode> find(NodeId id) {
        return Optional.ofNullable(nodes.get(id));
    }

    /** Whether that is where a node of this overlay listens now. */
    boolean isThere(NodeContact contact) {
        SimulatedNode node = nodes.get(contact.id());
        return node != null && node.isUp() && node.contact().equals(contact) && !isForeign(contact.id());
    }

    /** Whether the node's certificate is another overlay's. */
    boolean isForeign(NodeId id) {
        return node(id).endpoint().certificate().overlay().equals(OTHER_OVERLAY);
    }

    /** Nodes that are up, at most so many, from the one after this ID on. */
    List<SimulatedNode> inTurn(NodeId after, int max) {
        return Stream.concat(
                        nodes.tailMap(after, false).values().stream(), nodes.headMap(after, true).values().stream())
                .limit(max)
                .filter(SimulatedNode::isUp)
                .toList();
    }

    private SimulatedNode add(NodeContact contact, Role role) {
        return add(contact, role, OVERLAY, List.of());
    }

    private SimulatedNode add(NodeContact contact, Role role, String overlay, List<NodeId> known) {
        LocalNode local = new LocalNode(contact, options.ring(), overlay);
        Signer signer = ca.issue(contact.id(), role, overlay);
        Endpoint endpoint = network.attach(contact, signer.certificate());
        SimulatedNode node = new SimulatedNode(local, role, setup(local, endpoint, signer), options, counts, known);
        nodes.put(contact.id(), node);
        return node;
    }

    private NodeSetup setup(LocalNode local, Endpoint endpoint, Signer signer) {
        RandomGenerator random = Seeds.generator(options.seed() + incarnations++, "node", local.id());
        if (corruption.isBad(local.id())) {
            RandomGenerator choices = Seeds.generator(options.seed() + incarnations, "bad node", local.id());
            BadPort port = conspiracy.corrupt(local, endpoint, signer, choices);
            NodePorts ports = new NodePorts(port, endpoint, time, random, signer, verifier);
            return new NodeSetup(
                    ports,
                    endpoint,
                    counts::verified,
                    port::around,
                    true,
                    () -> serving(local.id()),
                    NodeTrust.NONE,
                    pingMarks(local.id()),
                    guides.servers(ports),
                    options.guidance().remembersWays(),
                    _ -> false);
        }
        NodePorts ports = new NodePorts(endpoint, endpoint, time, random, watch.remembering(signer), verifier);
        Optional<OpinionServers> servers = guides.servers(ports);
        return new NodeSetup(
                ports,
                endpoint,
                this::onArrival,
                UnaryOperator.identity(),
                false,
                () -> serving(local.id()),
                guides.trust(servers, ports),
                pingMarks(local.id()),
                servers,
                options.guidance().remembersWays(),
                this::keepsItsLink);
    }

    private PingMarkStore pingMarks(NodeId id) {
        return pingMarks.computeIfAbsent(id, _ -> new MemoryPingMarkStore());
    }

    /** As each peer that is up keeps one to the CSP that serves it. */
    private boolean keepsItsLink(NodeId id) {
        return find(id).filter(SimulatedNode::isUp).isPresent();
    }

    /** Who believes everything holds nothing that could be watched. */
    private boolean isWatched() {
        return !(options.guidance() instanceof Guidance.Blind);
    }

    /** The peers of a CSP's arc, if it is asked for them. */
    private List<NodeId> admittedBy(NodeContact csp, List<NodeId> peers) {
        return options.arcProofs()
                ? peers.stream()
                        .filter(peer -> NearestCsp.of(options.ring(), peer, options.csps())
                                .filter(csp::equals)
                                .isPresent())
                        .toList()
                : List.of();
    }

    private Optional<NodeContact> serving(NodeId id) {
        return cspsFor(id).stream().findFirst().map(SimulatedNode::contact);
    }

    private void onArrival(List<PingRequest> verified) {
        counts.verified(verified);
        if (isWatched()) {
            watch.arrived(verified);
        }
    }

    private void join(SimulatedNode peer) {
        List<NodeContact> csps = campaign.bootstrap(NearestCsp.inOrder(options.ring(), peer.id(), options.csps()));
        peer.chord().join(csps, outcome -> {
            switch (outcome) {
                case JoinOutcome.Joined joined -> watch.admitted(peer, joined.through());
                case JoinOutcome.Refused _, JoinOutcome.OverFlow _, JoinOutcome.Unreachable _ ->
                    peer.endpoint().schedule(REJOIN, () -> join(peer));
            }
        });
    }

    private List<NodeContact> othersThan(NodeContact csp) {
        return options.csps().stream().filter(other -> !other.equals(csp)).toList();
    }
}
