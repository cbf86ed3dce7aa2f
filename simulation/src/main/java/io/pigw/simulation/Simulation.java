package io.pigw.simulation;

import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.simulation.network.Seeds;
import io.pigw.simulation.world.Placement;
import io.pigw.simulation.world.RingInvariants;
import io.pigw.simulation.world.RouteOracle;
import io.pigw.simulation.world.SimulatedNode;
import io.pigw.simulation.world.World;
import io.pigw.simulation.world.WorldOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Builds an overlay node by node, lets it settle, and pings peers drawn at random from the CSPs that serve them. */
public final class Simulation {

    /** Links that the paper adds to those of the ping: IMS client, PIGW, CSP and SOS (§5.1). */
    private static final int OTHER_HOPS = 3;

    private static final int PAPERS_RING_BITS = 11;
    private static final Duration BETWEEN_JOINS = Duration.ofMillis(20);
    private static final Duration BETWEEN_PINGS = Duration.ofMillis(5);
    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(10);
    private static final Duration REST = Duration.ofSeconds(30);

    private final SimulationOptions options;
    private final World world;
    private final RouteOracle oracle;
    private int delivered;
    private int reachable;

    private Simulation(SimulationOptions options) {
        this.options = options;
        this.world = new World(WorldOptions.of(options.ringBits(), options.csps(), options.seed())
                .withPings(PingOptions.DEFAULTS.withRoutes(options.routes()))
                .withSignatures(options.signatures()));
        this.oracle = new RouteOracle(world);
    }

    /**
     * Runs to the end. The same options give the same result, to the last byte of the trace.
     *
     * @throws IllegalArgumentException when the ring has no room for the nodes
     * @throws IllegalStateException when the ring does not come to rest within ten minutes of virtual time
     */
    public static SimulationResult run(SimulationOptions options) {
        return new Simulation(options).run();
    }

    private SimulationResult run() {
        List<NodeId> peers = peers();
        world.joinAll(peers, BETWEEN_JOINS);
        if (!world.settle(options.nodes(), SETTLE_LIMIT)) {
            throw new IllegalStateException("the ring did not come to rest; seed " + options.seed() + ", "
                    + RingInvariants.violations(world).size() + " lists are wrong");
        }
        world.time().runFor(REST);
        long joinMessages = world.network().messagesSent();
        attempts(peers);
        return result(joinMessages);
    }

    private List<NodeId> peers() {
        Set<NodeId> taken = new HashSet<>();
        world.live().forEach(csp -> taken.add(csp.id()));
        if (options.ringBits() == PAPERS_RING_BITS) {
            taken.add(Placement.PAPERS_GATEWAY);
        }
        RandomGenerator random = Seeds.generator(options.seed(), "placement");
        return Placement.randomly(new Ring(options.ringBits()), options.nodes() - options.csps(), taken, random);
    }

    private void attempts(List<NodeId> peers) {
        if (peers.isEmpty()) {
            return;
        }
        RandomGenerator random = Seeds.generator(options.seed(), "attempts");
        for (int i = 0; i < options.attempts(); i++) {
            NodeId destination = peers.get(random.nextInt(peers.size()));
            world.time().schedule(BETWEEN_PINGS.multipliedBy(i), () -> attempt(destination));
        }
        world.time().runFor(BETWEEN_PINGS.multipliedBy(options.attempts()));
        world.time().runFor(PingOptions.DEFAULTS.timeLimit().multipliedBy(2));
    }

    private void attempt(NodeId destination) {
        SimulatedNode csp = world.cspFor(destination);
        reachable += oracle.reaches(csp, destination, options.routes()) ? 1 : 0;
        csp.pinger().ping(destination, outcome -> delivered += outcome instanceof PingOutcome.Located ? 1 : 0);
    }

    private SimulationResult result(long joinMessages) {
        int attempts = options.nodes() > options.csps() ? options.attempts() : 0;
        long arrived = world.counts().arrived();
        double meanHops = arrived == 0 ? 0 : (double) world.counts().hops() / arrived;
        double meanLinks = world.live().stream()
                .mapToInt(node -> node.endpoint().openLinks())
                .average()
                .orElse(0);
        return new SimulationResult(
                options.nodes(),
                options.csps(),
                0,
                options.routes(),
                options.seed(),
                attempts,
                attempts == 0 ? 0 : (double) delivered / attempts,
                attempts == 0 ? 0 : (double) reachable / attempts,
                meanHops,
                OTHER_HOPS + meanHops,
                world.network().messagesSent() - joinMessages,
                joinMessages,
                meanLinks,
                RingInvariants.fingerAccuracy(world),
                RingInvariants.violations(world).isEmpty(),
                world.time().nanos() / 1_000_000,
                options.signatures(),
                world.network().traceHash());
    }
}
