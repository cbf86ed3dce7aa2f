package io.pigw.simulation.trust;

import io.pigw.overlay.chord.Pace;
import io.pigw.overlay.ping.PingOptions;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.simulation.SimulationOptions;
import io.pigw.simulation.adversary.Adversary;
import io.pigw.simulation.network.Seeds;
import io.pigw.simulation.world.Corruption;
import io.pigw.simulation.world.Guidance;
import io.pigw.simulation.world.Placement;
import io.pigw.simulation.world.SimulatedNode;
import io.pigw.simulation.world.World;
import io.pigw.simulation.world.WorldOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Worlds that differ in what is compared alone: the same places, the same bad nodes, for a seed. */
final class TrustWorlds {

    /** Where nobody joins or leaves the ring's upkeep would change nothing and cost most of the time. */
    private static final Pace SLOW = new Pace(Duration.ofMinutes(1), Duration.ofMinutes(10));

    /** IDs that a bad node may have one after the other. */
    private static final int LIVES = 4;

    private static final Duration LOOK = Duration.ofSeconds(5);

    private final TrustOptions options;
    private final TrustArm arm;
    private final List<NodeId> peers;
    private final List<NodeId> spare;

    private TrustWorlds(TrustOptions options, TrustArm arm, List<NodeId> peers, List<NodeId> spare) {
        this.options = options;
        this.arm = arm;
        this.peers = peers;
        this.spare = spare;
    }

    static TrustWorlds of(TrustOptions options, TrustArm arm) {
        SimulationOptions overlay = options.overlay();
        Set<NodeId> taken = new HashSet<>(Set.of(Placement.PAPERS_GATEWAY));
        world(overlay).csps().forEach(csp -> taken.add(csp.id()));
        int count = overlay.nodes() - overlay.csps();
        int spare = whitewash(options).isPresent() ? (int) (LIVES * options.share() * count) : 0;
        List<NodeId> ids = Placement.randomly(
                new Ring(overlay.ringBits()), count + spare, taken, Seeds.generator(overlay.seed(), "placement"));
        return new TrustWorlds(options, arm, ids.subList(0, count), ids.subList(count, ids.size()));
    }

    World atRest() {
        WorldOptions world = world(options.overlay());
        return World.atRest(
                world.withPings(PingOptions.DEFAULTS
                                .withRoutes(arm.routes())
                                .withOrigins(PingOptions.Origins.RESPONSIBLE))
                        .withChord(spare.isEmpty() ? world.chord().withPaces(SLOW, SLOW) : world.chord())
                        .withGuidance(arm.guidance()),
                corruption(options.liars()),
                peers);
    }

    /** From now on bad nodes that are distrusted come back under other IDs, as long as there are any. */
    void whitewash(World world) {
        if (arm.guidance() instanceof Guidance.Server) {
            whitewash(options).ifPresent(tactic -> whitewash(world, tactic, new ArrayDeque<>(spare), new HashMap<>()));
        }
    }

    private static void whitewash(World world, Adversary.Whitewash tactic, Deque<NodeId> ids, Map<NodeId, Long> since) {
        for (SimulatedNode node : world.live()) {
            if (world.corruption().nodes().contains(node.id())) {
                long known = since.computeIfAbsent(node.id(), _ -> world.time().nanos());
                boolean old = world.time().nanos() - known >= tactic.after().toNanos();
                if (old && !ids.isEmpty() && world.sos().distrusts(node.id())) {
                    world.crash(node.id(), false);
                    world.join(ids.removeFirst());
                }
            }
        }
        var _ = world.time().schedule(LOOK, () -> whitewash(world, tactic, ids, since));
    }

    private static Optional<Adversary.Whitewash> whitewash(TrustOptions options) {
        return options.adversaries().stream()
                .filter(Adversary.Whitewash.class::isInstance)
                .map(Adversary.Whitewash.class::cast)
                .findFirst();
    }

    /** The peers that are honest whether others lie in this world or not: for a seed and a share the same against each threat. */
    List<NodeId> honestAnyway() {
        Corruption most = corruption(TrustThreat.LIARS.liars());
        return peers.stream().filter(peer -> !most.isBad(peer)).toList();
    }

    private Corruption corruption(double liars) {
        long seed = options.overlay().seed();
        return Corruption.of(peers, options.share(), options.adversaries(), seed)
                .withLiars(peers, liars, List.of(new Adversary.BadMouth()), seed)
                .withSpare(spare);
    }

    private static WorldOptions world(SimulationOptions overlay) {
        return WorldOptions.of(overlay.ringBits(), overlay.csps(), overlay.seed());
    }
}
