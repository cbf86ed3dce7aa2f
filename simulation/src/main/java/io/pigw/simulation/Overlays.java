package io.pigw.simulation;

import io.pigw.overlay.ping.PingOptions;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.simulation.network.Seeds;
import io.pigw.simulation.world.Corruption;
import io.pigw.simulation.world.Placement;
import io.pigw.simulation.world.RingInvariants;
import io.pigw.simulation.world.World;
import io.pigw.simulation.world.WorldOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Overlays at rest. */
final class Overlays {

    private static final int PAPERS_RING_BITS = 11;
    private static final Duration BETWEEN_JOINS = Duration.ofMillis(20);
    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(10);

    /** After the last finger is right; links that are not needed any more have been closed by then. */
    private static final Duration REST = Duration.ofSeconds(30);

    private Overlays() {}

    static WorldOptions world(SimulationOptions options) {
        return WorldOptions.of(options.ringBits(), options.csps(), options.seed())
                .withPings(PingOptions.DEFAULTS.withRoutes(options.routes()))
                .withSignatures(options.signatures());
    }

    /** Where the peers stand. */
    static List<NodeId> peers(SimulationOptions options) {
        Set<NodeId> taken = new HashSet<>();
        world(options).csps().forEach(csp -> taken.add(csp.id()));
        if (options.ringBits() == PAPERS_RING_BITS) {
            taken.add(Placement.PAPERS_GATEWAY);
        }
        RandomGenerator random = Seeds.generator(options.seed(), "placement");
        return Placement.randomly(new Ring(options.ringBits()), options.nodes() - options.csps(), taken, random);
    }

    /** At rest, with everybody knowing what joining would have told: no time is spent on that. */
    static World atRest(SimulationOptions options, List<NodeId> peers, Corruption corruption) {
        return World.atRest(world(options), corruption, peers);
    }

    /** Built node by node, and left alone for a while. */
    static World grown(SimulationOptions options, List<NodeId> peers, Corruption corruption) {
        World world = new World(world(options), corruption);
        world.joinAll(peers, BETWEEN_JOINS);
        settle(world, options.nodes());
        world.time().runFor(REST);
        return world;
    }

    /** Runs until so many nodes are up and every list is right. */
    static void settle(World world, int nodes) {
        if (!world.settle(nodes, SETTLE_LIMIT)) {
            throw new IllegalStateException("the ring did not come to rest; seed "
                    + world.options().seed() + ", at " + world.time().nanos() / 1_000_000_000 + " s of virtual time, "
                    + RingInvariants.violations(world).size() + " lists are wrong");
        }
    }
}
