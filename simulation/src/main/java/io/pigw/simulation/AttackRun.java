package io.pigw.simulation;

import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.simulation.adversary.Adversary;
import io.pigw.simulation.network.LinkFilter;
import io.pigw.simulation.network.Seeds;
import io.pigw.simulation.world.Churn;
import io.pigw.simulation.world.Corruption;
import io.pigw.simulation.world.SimulatedNode;
import io.pigw.simulation.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One overlay, at rest, through an attack and to the time when it has healed. Each destination is pinged in every way
 * at once, so that they are compared on the same routes.
 */
public final class AttackRun {

    private static final int MAX_PICTURED = 24;

    /** Time limits of a ping, one for each of the origins that are tried in turn and one to spare. */
    private static final int LAST_ANSWERS = 4;

    private static final Duration HEALING_STEP = Duration.ofSeconds(1);

    private final AttackOptions options;
    private final World world;
    private final RandomGenerator random;
    private final List<List<NodeId>> pictured = new ArrayList<>();
    private final List<PingSending> sendings;
    private final @Nullable RecordFetching fetching;

    private AttackRun(AttackOptions options) {
        this.options = options;
        List<NodeId> peers = Overlays.peers(options.overlay());
        Corruption corruption = Corruption.of(
                peers, options.share(), options.adversaries(), options.overlay().seed());
        this.world = Overlays.atRest(options.overlay(), peers, corruption);
        this.sendings =
                options.arms().stream().map(arm -> new PingSending(world, arm)).toList();
        this.random = Seeds.generator(options.overlay().seed(), "attempts");
        this.fetching = options.adversaries().stream().anyMatch(a -> a instanceof Adversary.BadStorage)
                ? new RecordFetching(world, Seeds.generator(options.overlay().seed(), "fetches"))
                : null;
    }

    /**
     * Runs to the end. The same options give the same result, to the last byte of the trace.
     *
     * @throws SimulationException when something does not hold that must; the message has the seed
     */
    public static AttackResult run(AttackOptions options) {
        return SimulationException.naming(options.overlay().seed(), () -> new AttackRun(options).run());
    }

    /** Runs up to the last answer, and draws the ring, its bad nodes and the routes of some pings. */
    public static String picture(AttackOptions options) {
        return SimulationException.naming(options.overlay().seed(), () -> {
            AttackRun run = new AttackRun(options);
            run.pings();
            return RingPicture.svg(run.world, run.pictured);
        });
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
                sendings.stream().map(PingSending::result).toList(),
                arrived == 0 ? 0 : (double) world.counts().hops() / arrived,
                healed,
                fetching == null ? null : fetching.result(),
                world.network().traceHash());
    }

    private void pings() {
        world.attack();
        Churn churn = new Churn(world, options.churn());
        churn.start();
        world.time().runFor(AttackOptions.LEAD);
        partition();
        if (fetching != null) {
            fetching.publish();
        }
        int attempts = options.overlay().attempts();
        Duration interval = options.window().dividedBy(attempts);
        for (int i = 0; i < attempts; i++) {
            attempt();
            if (fetching != null) {
                fetching.fetch();
            }
            world.time().runFor(interval);
        }
        world.time().runFor(PingOptions.DEFAULTS.timeLimit().multipliedBy(LAST_ANSWERS));
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
        for (PingSending sending : sendings) {
            sending.ping(destination, located -> {
                if (pictured.size() < MAX_PICTURED) {
                    pictured.add(located.route());
                }
            });
        }
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
        if (peers.isEmpty()) {
            throw new IllegalStateException("no honest peer is in the ring to be pinged");
        }
        return peers.get(random.nextInt(peers.size())).id();
    }

    /** How long it took until every list and every finger was right. */
    private double heal() {
        long from = world.time().nanos();
        world.time().runFor(HEALING_STEP);
        Overlays.settle(world, world.live().size());
        return (world.time().nanos() - from) / 1e9;
    }
}
