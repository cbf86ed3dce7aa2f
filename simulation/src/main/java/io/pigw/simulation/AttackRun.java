package io.pigw.simulation;

import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.simulation.network.LinkFilter;
import io.pigw.simulation.network.Seeds;
import io.pigw.simulation.world.Churn;
import io.pigw.simulation.world.Corruption;
import io.pigw.simulation.world.RouteOracle;
import io.pigw.simulation.world.SimulatedNode;
import io.pigw.simulation.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One overlay, from its first node through an attack to the time when it has healed. Each destination is pinged in three ways
 * at once, so that they are compared on the same routes.
 */
public final class AttackRun {

    private static final int MAX_PICTURED = 24;
    private static final Duration HEALING_STEP = Duration.ofSeconds(1);

    private final AttackOptions options;
    private final World world;
    private final RouteOracle oracle;
    private final RandomGenerator random;
    private final List<List<NodeId>> pictured = new ArrayList<>();
    private final Count oneRoute = new Count();
    private final Count severalRoutes = new Count();
    private final Count otherOrigins = new Count();

    private AttackRun(AttackOptions options) {
        this.options = options;
        List<NodeId> peers = Overlays.peers(options.overlay());
        Corruption corruption = Corruption.of(
                peers, options.share(), options.adversaries(), options.overlay().seed());
        this.world = Overlays.settled(options.overlay(), peers, corruption);
        this.oracle = new RouteOracle(world);
        this.random = Seeds.generator(options.overlay().seed(), "attempts");
    }

    /**
     * Runs to the end. The same options give the same result, to the last byte of the trace.
     *
     * @throws IllegalStateException when something does not hold that must; the message has the seed and the virtual time
     */
    public static AttackResult run(AttackOptions options) {
        return new AttackRun(options).run();
    }

    /** Runs up to the last answer, and draws the ring, its bad nodes and the routes of some pings. */
    public static String picture(AttackOptions options) {
        AttackRun run = new AttackRun(options);
        run.pings();
        return RingPicture.svg(run.world, run.pictured);
    }

    private AttackResult run() {
        pings();
        double healed = heal();
        int attempts = options.overlay().attempts();
        long arrived = world.counts().arrived();
        return new AttackResult(
                options.overlay().seed(),
                options.share(),
                attempts,
                oneRoute.of(attempts),
                severalRoutes.of(attempts),
                otherOrigins.of(attempts),
                arrived == 0 ? 0 : (double) world.counts().hops() / arrived,
                healed,
                world.network().traceHash());
    }

    private void pings() {
        world.attack();
        Churn churn = new Churn(world, options.churn());
        churn.start();
        world.time().runFor(AttackOptions.LEAD);
        partition();
        int attempts = options.overlay().attempts();
        Duration interval = options.window().dividedBy(attempts);
        for (int i = 0; i < attempts; i++) {
            attempt();
            world.time().runFor(interval);
        }
        world.time().runFor(PingOptions.DEFAULTS.timeLimit().multipliedBy(2));
        churn.stop();
        world.standDown();
    }

    private void partition() {
        Partition partition = options.partition();
        if (partition != null) {
            List<NodeId> order = world.live().stream().map(SimulatedNode::id).toList();
            LinkFilter divided = (from, to, message) ->
                    isEven(order, from) == isEven(order, to) ? Optional.of(message) : Optional.empty();
            world.time().schedule(partition.from(), () -> world.network().filter(divided));
            world.time().schedule(partition.to(), () -> world.network().filter(LinkFilter.NONE));
        }
    }

    /** By turns; who comes later is on one side. */
    private static boolean isEven(List<NodeId> order, NodeId node) {
        return Collections.binarySearch(order, node) % 2 == 0;
    }

    private void attempt() {
        NodeId destination = destination();
        List<SimulatedNode> csps = world.cspsFor(destination);
        SimulatedNode csp = csps.getFirst();
        int routes = options.overlay().routes();
        oneRoute.possible += oracle.reaches(csp, destination, 1) ? 1 : 0;
        severalRoutes.possible += oracle.reaches(csp, destination, routes) ? 1 : 0;
        world.ping(csp, destination, 1, outcome -> oneRoute.delivered += isFound(outcome) ? 1 : 0);
        world.ping(csp, destination, routes, outcome -> {
            severalRoutes.delivered += isFound(outcome) ? 1 : 0;
            if (outcome instanceof PingOutcome.Located located && pictured.size() < MAX_PICTURED) {
                pictured.add(located.route());
            }
        });
        List<SimulatedNode> origins = origins(csps, routes);
        otherOrigins.possible += origins.stream().anyMatch(origin -> oracle.reaches(origin, destination, 1)) ? 1 : 0;
        boolean[] found = new boolean[1];
        for (SimulatedNode origin : origins) {
            world.ping(origin, destination, 1, outcome -> {
                otherOrigins.delivered += isFound(outcome) && !found[0] ? 1 : 0;
                found[0] |= isFound(outcome);
            });
        }
    }

    /** The CSP that serves the destination, and others evenly around the ring. */
    private static List<SimulatedNode> origins(List<SimulatedNode> csps, int wanted) {
        int count = Math.min(wanted, csps.size());
        List<SimulatedNode> origins = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            origins.add(csps.get(i * csps.size() / count));
        }
        return origins;
    }

    /** The target of an eclipse, or an honest peer that is in the ring now, drawn at random. */
    private NodeId destination() {
        NodeId target = world.corruption().target();
        if (target != null && world.node(target).isUp()) {
            return target;
        }
        List<SimulatedNode> peers = world.honest().stream()
                .filter(node -> node.role() == Role.PEER && node.chord().isMember())
                .toList();
        return peers.get(random.nextInt(peers.size())).id();
    }

    /** How long it took until every list and every finger was right. */
    private double heal() {
        long from = world.time().nanos();
        world.time().runFor(HEALING_STEP);
        Overlays.settle(world, world.live().size());
        return (world.time().nanos() - from) / 1e9;
    }

    private static boolean isFound(PingOutcome outcome) {
        return outcome instanceof PingOutcome.Located;
    }

    private static final class Count {
        private int delivered;
        private int possible;

        Delivery of(int attempts) {
            return Delivery.of(delivered, possible, attempts);
        }
    }
}
