package io.pigw.simulation.trust;

import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.simulation.SimulationException;
import io.pigw.simulation.network.Purpose;
import io.pigw.simulation.network.Seeds;
import io.pigw.simulation.world.Guidance;
import io.pigw.simulation.world.SimulatedNode;
import io.pigw.simulation.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** One overlay at rest, in which bad nodes begin to be bad when the first ping is sent. */
public final class TrustRun {

    private static final Duration FIRST = Duration.ofMinutes(1);

    private final TrustOptions options;
    private final TrustArm arm;
    private final World world;
    private final Detection detection;
    private final List<NodeId> destinations;
    private final List<NodeId> honest;
    private final Set<NodeId> counted;
    private int sent;
    private int sought;
    private int delivered;

    private TrustRun(TrustOptions options, TrustArm arm) {
        this.options = options;
        this.arm = arm;
        TrustWorlds worlds = TrustWorlds.of(options, arm);
        this.world = worlds.atRest();
        this.detection = new Detection(world);
        this.destinations = world.live().stream()
                .filter(node -> node.role() == Role.PEER)
                .map(SimulatedNode::id)
                .toList();
        this.honest = destinations.stream()
                .filter(id -> !world.corruption().isBad(id))
                .toList();
        this.counted = Set.copyOf(worlds.honestAnyway());
        worlds.whitewash(world);
    }

    /**
     * Runs to the end. The same options give the same result.
     *
     * @throws SimulationException when something does not hold that must; the message has the seed
     */
    public static TrustResult run(TrustOptions options, TrustArm arm) {
        return SimulationException.naming(options.overlay().seed(), () -> new TrustRun(options, arm).run());
    }

    /** Who remembers nothing has nothing to settle: the first minute is as good as any. */
    private TrustResult run() {
        world.attack();
        detection.start();
        double first = send(FIRST, "first destinations");
        if (arm.guidance().remembersWays() && options.settling().compareTo(FIRST) > 0) {
            var _ = send(options.settling().minus(FIRST), "destinations while opinions settle");
        }
        long pings = world.network().messagesSent(Purpose.PINGS);
        long trust = world.network().messagesSent(Purpose.TRUST);
        double settled = send(options.measured(), "measured destinations");
        double count = Math.max(1, sent);
        return new TrustResult(
                settled,
                first,
                (world.network().messagesSent(Purpose.PINGS) - pings) / count,
                (world.network().messagesSent(Purpose.TRUST) - trust) / count,
                isServed() ? detection.result(honest) : TrustResult.NOBODY_DETECTED);
    }

    private boolean isServed() {
        return arm.guidance() instanceof Guidance.Server;
    }

    private long pingsIn(Duration time) {
        return Math.max(1, Math.round(time.toMillis() / 1e3 * options.perSecond()));
    }

    /**
     * Sends pings for so long to anybody, the same for a seed and a name whatever was sent before, and says what share of those to honest peers found whom they sought. Those who would lie
     * against another threat do not count against this one either, so that threats can be compared.
     */
    private double send(Duration time, String destinationsOf) {
        RandomGenerator random = Seeds.generator(options.overlay().seed(), destinationsOf);
        sought = 0;
        delivered = 0;
        sent = 0;
        long count = pingsIn(time);
        Duration interval = time.dividedBy(count);
        for (long i = 0; i < count; i++) {
            NodeId destination = destinations.get(random.nextInt(destinations.size()));
            boolean counts = counted.contains(destination);
            sought += counts ? 1 : 0;
            if (!world.node(destination).isUp()) {
                world.time().runFor(interval);
                continue;
            }
            sent++;
            world.ping(
                    world.cspFor(destination), destination, arm.routes(), PingOptions.Origins.RESPONSIBLE, outcome -> {
                        if (counts) {
                            onOutcome(destination, outcome);
                        }
                    });
            world.time().runFor(interval);
        }
        world.time().runFor(PingOptions.DEFAULTS.timeLimit());
        return (double) delivered / Math.max(1, sought);
    }

    /** Found is who is told to be where it is. */
    private void onOutcome(NodeId destination, PingOutcome outcome) {
        if (outcome instanceof PingOutcome.Located located
                && located.destination().equals(world.node(destination).contact())) {
            delivered++;
        }
    }
}
