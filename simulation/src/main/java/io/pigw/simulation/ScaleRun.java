package io.pigw.simulation;

import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.p2psip.NodeId;
import io.pigw.simulation.network.Seeds;
import io.pigw.simulation.world.Corruption;
import io.pigw.simulation.world.RingInvariants;
import io.pigw.simulation.world.SimulatedNode;
import io.pigw.simulation.world.World;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Measures an overlay at rest: what the upkeep costs each node, what it knows, and how far its pings go. */
public final class ScaleRun {

    /** The first questions have been answered by then. */
    private static final int WARM_UP_SECONDS = 10;

    /** Each neighbour is asked six times, each finger once. */
    private static final int MEASURED_SECONDS = 60;

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration BETWEEN_PINGS = Duration.ofMillis(5);
    private static final int LAST_ANSWERS = 2;

    private final SimulationOptions options;
    private final SimulationProgress progress;
    private final List<NodeId> peers;
    private final World world;

    private ScaleRun(SimulationOptions options, SimulationProgress progress) {
        this.options = options;
        this.progress = progress;
        this.peers = Overlays.peers(options);
        this.world = Overlays.atRest(options, peers, Corruption.NONE);
    }

    /**
     * Runs to the end. The same options give the same result, to the last byte of the trace.
     *
     * @throws SimulationException when something does not hold that must; the message has the seed
     */
    public static ScalePoint run(SimulationOptions options, SimulationProgress progress) {
        return SimulationException.naming(options.seed(), () -> new ScaleRun(options, progress).run());
    }

    private ScalePoint run() {
        seconds(0, WARM_UP_SECONDS);
        long messages = world.network().messagesSent();
        long bytes = world.network().bytesSent();
        seconds(WARM_UP_SECONDS, MEASURED_SECONDS);
        double nodeSeconds = (double) options.nodes() * MEASURED_SECONDS;
        double messagesPerNodeSecond = (world.network().messagesSent() - messages) / nodeSeconds;
        double bytesPerNodeSecond = (world.network().bytesSent() - bytes) / nodeSeconds;
        int located = pings();
        List<SimulatedNode> live = world.live();
        long arrived = world.counts().arrived();
        int sent = peers.isEmpty() ? 0 : options.attempts();
        return new ScalePoint(
                options.nodes(),
                options.csps(),
                options.seed(),
                arrived == 0 ? 0 : (double) world.counts().hops() / arrived,
                ScalePoint.predictedHops(options.nodes(), options.csps()),
                live.stream().mapToInt(ScaleRun::contacts).average().orElse(0),
                live.stream()
                        .mapToInt(node -> node.endpoint().openLinks())
                        .average()
                        .orElse(0),
                messagesPerNodeSecond,
                bytesPerNodeSecond,
                sent == 0 ? 0 : (double) located / sent,
                sent,
                RingInvariants.violations(world).isEmpty(),
                world.time().nanos() / SECOND.toNanos(),
                world.network().traceHash());
    }

    private void seconds(int from, int count) {
        for (int second = from; second < from + count; second++) {
            progress.update(second, WARM_UP_SECONDS + MEASURED_SECONDS);
            world.time().runFor(SECOND);
        }
    }

    private int pings() {
        if (peers.isEmpty()) {
            return 0;
        }
        RandomGenerator random = Seeds.generator(options.seed(), "attempts");
        int[] located = new int[1];
        for (int i = 0; i < options.attempts(); i++) {
            NodeId destination = peers.get(random.nextInt(peers.size()));
            world.ping(
                    world.cspFor(destination),
                    destination,
                    options.routes(),
                    outcome -> located[0] += outcome instanceof PingOutcome.Located ? 1 : 0);
            world.time().runFor(BETWEEN_PINGS);
        }
        world.time().runFor(PingOptions.DEFAULTS.timeLimit().multipliedBy(LAST_ANSWERS));
        return located[0];
    }

    private static int contacts(SimulatedNode node) {
        return node.chord().predecessors().size()
                + node.chord().successors().size()
                + node.chord().fingers().size();
    }
}
