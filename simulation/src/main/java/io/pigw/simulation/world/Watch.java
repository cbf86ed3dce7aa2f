package io.pigw.simulation.world;

import io.pigw.overlay.ping.PingOutcome;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Signer;
import io.pigw.overlay.storage.FetchResult;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoredValue;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Checks a world while it runs: after every event the node at which it happened, each second of virtual time what all nodes
 * together must hold, and whatever a ping or a fetch comes to. The first violation ends the run.
 */
final class Watch {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** How long a node may take a neighbour for alive that is none: two rounds at rest, time-outs and the hold-down. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Nodes of which the neighbours are looked at in a second; in larger worlds the others' turn comes later. */
    private static final int MAX_A_SECOND = 4_096;

    private static final int MAX_SIGNED = 1 << 20;

    private final World world;
    private final BiFunction<SimulatedNode, NodeId, Optional<String>> check;
    private final SequencedSet<Signed> signed = new LinkedHashSet<>();
    private final SequencedSet<Copy> copies = new LinkedHashSet<>();
    private final Map<Believed, RecordContent> believed = new HashMap<>();
    private final Map<NodeId, Ghost> ghosts = new HashMap<>();
    private NodeId nextInTurn = NodeId.of(0);
    private long looked;

    Watch(World world) {
        this(
                world,
                (node, target) -> NodeInvariants.violation(
                        node, world.options().ring(), world.options().chord(), target));
    }

    /** @param check what does not hold in a node, if anything, given an ID to look for */
    Watch(World world, BiFunction<SimulatedNode, NodeId, Optional<String>> check) {
        this.world = world;
        this.check = check;
    }

    void start() {
        world.network().onTouched(this::touched);
        world.time().schedule(SECOND, this::second);
    }

    /** An honest node's key that remembers which entries of routes it signed. */
    Signer remembering(Signer signer) {
        return new RememberingSigner(signer);
    }

    /**
     * Pings that an honest destination holds to be proven: no copy comes twice, and each honest node on the route did what it
     * is said to have done.
     */
    void arrived(List<PingRequest> pings) {
        for (PingRequest ping : pings) {
            if (copies.size() >= MAX_SIGNED) {
                copies.removeFirst();
            }
            if (!copies.add(new Copy(ping.csp().id(), ping.destination(), ping.terms()))) {
                fail("a copy arrived twice at " + ping.destination());
            }
            for (int i = 1; i < ping.route().size(); i++) {
                RouteEntry entry = ping.route().get(i);
                Bytes content =
                        SignedContent.hopEntry(World.OVERLAY, ping.route().get(i - 1), entry.signer(), entry.next());
                if (isHonest(entry.signer()) && !signed.contains(new Signed(entry.signer(), content))) {
                    fail("a route that verified says of honest node " + entry.signer() + " what it never did");
                }
            }
        }
    }

    /** Who let an honest node into the ring: a CSP, and nobody else. */
    void admitted(SimulatedNode node, NodeContact by) {
        if (!node.isBad()
                && world.options().csps().stream().noneMatch(csp -> csp.id().equals(by.id()))) {
            fail("node " + node.id() + " was admitted by " + by + ", which is no CSP");
        }
    }

    /** What a ping came to: nobody is found where he is not. */
    void located(SimulatedNode csp, NodeId destination, PingOutcome outcome) {
        if (outcome instanceof PingOutcome.Located located
                && isHonest(destination)
                && (!located.destination().equals(world.node(destination).contact())
                        || !located.destinationCertificate().id().equals(destination)
                        || !located.route().getFirst().equals(csp.id())
                        || !located.route().getLast().equals(destination))) {
            fail("node " + destination + " was found where it is not: " + located);
        }
    }

    /** What an honest node believes: only what honest authors signed, and nothing older than what it believed before. */
    void fetched(SimulatedNode reader, ResourceId resource, FetchResult result) {
        if (reader.isBad() || !(result instanceof FetchResult.Found found)) {
            return;
        }
        for (StoredValue value : found.values()) {
            checkAuthor("node " + reader.id() + " believes", resource, value.content());
            Believed place = new Believed(
                    reader.id(),
                    resource,
                    value.content().kind(),
                    value.content().key());
            RecordContent before = believed.put(place, value.content());
            if (before != null && before.end().isAfter(world.time().instant()) && before.isNewerThan(value.content())) {
                fail("node " + reader.id() + " believes an older value than before at " + resource);
            }
        }
        if (believed.size() > MAX_SIGNED) {
            believed.clear();
        }
    }

    private void checkHeld(SimulatedNode node) {
        for (ResourceId resource : node.heldResources()) {
            node.held(resource).forEach(held -> checkAuthor("node " + node.id() + " holds", resource, held.content()));
        }
    }

    private void checkAuthor(String who, ResourceId resource, RecordContent content) {
        NodeId author = content.author().node();
        if (isHonest(author)
                && world.find(author).isPresent()
                && signed.size() < MAX_SIGNED
                && !signed.contains(new Signed(author, SignedContent.record(World.OVERLAY, resource, content)))) {
            fail(who + " what honest node " + author + " never wrote");
        }
    }

    private void touched(NodeId id) {
        world.find(id).filter(node -> node.isUp() && !node.isBad()).ifPresent(node -> {
            NodeId target = world.options().ring().plusPowerOfTwo(id, (int)
                    (looked++ % world.options().ring().bits()));
            check.apply(node, target).ifPresent(this::fail);
        });
    }

    private void second() {
        for (SimulatedNode node : world.inTurn(nextInTurn, MAX_A_SECOND)) {
            nextInTurn = node.id();
            if (node.role() == Role.CSP && !node.chord().isMember()) {
                fail("CSP " + node.id() + " is no member of the ring");
            }
            if (!node.isBad()) {
                checkNeighbour(node);
                checkHeld(node);
            }
        }
        world.time().schedule(SECOND, this::second);
    }

    private void checkNeighbour(SimulatedNode node) {
        List<NodeContact> successors = node.chord().successors();
        if (successors.isEmpty() || world.isThere(successors.getFirst())) {
            ghosts.remove(node.id());
            return;
        }
        NodeId ghost = successors.getFirst().id();
        Ghost before = ghosts.get(node.id());
        if (before == null || !before.neighbour.equals(ghost)) {
            ghosts.put(node.id(), new Ghost(ghost, world.time().nanos()));
        } else if (world.time().nanos() - before.sinceNanos > PATIENCE.toNanos()) {
            fail("node " + node.id() + " keeps " + ghost + " as its successor, which is not there");
        }
    }

    private boolean isHonest(NodeId id) {
        return !world.corruption().isBad(id);
    }

    private void fail(String what) {
        throw new InvariantViolation(world.options().seed(), world.time().nanos(), what);
    }

    private record Signed(NodeId by, Bytes content) {}

    private record Copy(
            NodeId csp, NodeId destination, @Nullable PingTerms terms) {}

    private record Believed(NodeId reader, ResourceId resource, int kind, RecordKey key) {}

    private record Ghost(NodeId neighbour, long sinceNanos) {}

    private final class RememberingSigner implements Signer {
        private final Signer signer;

        RememberingSigner(Signer signer) {
            this.signer = signer;
        }

        @Override
        public NodeCertificate certificate() {
            return signer.certificate();
        }

        @Override
        public Bytes sign(Bytes content) {
            if (signed.size() >= MAX_SIGNED) {
                signed.removeFirst();
            }
            signed.add(new Signed(signer.certificate().id(), content));
            return signer.sign(content);
        }
    }
}
