package io.pigw.simulation;

import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.p2psip.NodeId;
import io.pigw.simulation.network.Seeds;
import io.pigw.simulation.world.Corruption;
import io.pigw.simulation.world.RingInvariants;
import io.pigw.simulation.world.RouteOracle;
import io.pigw.simulation.world.SimulatedNode;
import io.pigw.simulation.world.World;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Builds an overlay node by node, lets it settle, and pings peers drawn at random from the CSPs that serve them. */
public final class Simulation {

    /** Links that the paper adds to those of the ping: IMS client, PIGW, CSP and SOS (§5.1). */
    private static final int OTHER_HOPS = 3;

    /** The most nodes that join one by one; a larger overlay begins at rest, for the upkeep while it grows rises with the square. */
    static final int MAX_GROWN = 2_048;

    private static final Duration BETWEEN_PINGS = Duration.ofMillis(5);

    private final SimulationOptions options;
    private final List<NodeId> peers;
    private final World world;
    private final RouteOracle oracle;
    private int delivered;
    private int reachable;

    private Simulation(SimulationOptions options) {
        this.options = options;
        this.peers = Overlays.peers(options);
        this.world = options.nodes() <= MAX_GROWN
                ? Overlays.grown(options, peers, Corruption.NONE)
                : Overlays.atRest(options, peers, Corruption.NONE);
        this.oracle = new RouteOracle(world);
    }

    /**
     * Runs to the end. The same options give the same result, to the last byte of the trace.
     *
     * @throws IllegalArgumentException when the ring has no room for the nodes
     * @throws SimulationException when something does not hold that must; the message has the seed
     */
    public static SimulationResult run(SimulationOptions options) {
        return SimulationException.naming(options.seed(), () -> new Simulation(options).run());
    }

    private SimulationResult run() {
        long joinMessages = world.network().messagesSent();
        attempts();
        return result(joinMessages);
    }

    private void attempts() {
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
        world.ping(
                csp,
                destination,
                options.routes(),
                outcome -> delivered += outcome instanceof PingOutcome.Located ? 1 : 0);
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
