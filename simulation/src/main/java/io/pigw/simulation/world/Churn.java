package io.pigw.simulation.world;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.simulation.network.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Honest peers come and go at a rate: one leaves or crashes, with or without a sign, and another joins at a new ID. */
public final class Churn {

    private static final int WAYS_TO_GO = 3;

    private final World world;
    private final double perSecond;
    private final RandomGenerator random;
    private boolean running;

    /** @param perSecond departures a second, and as many arrivals; 0 for none */
    public Churn(World world, double perSecond) {
        this.world = world;
        this.perSecond = perSecond;
        this.random = Seeds.generator(world.options().seed(), "churn");
    }

    /** Begins, if there is any. */
    public void start() {
        running = perSecond > 0;
        scheduleNext();
    }

    /** Ends. Those that have not joined yet may still. */
    public void stop() {
        running = false;
    }

    private void scheduleNext() {
        if (running) {
            double seconds = -Math.log(1 - random.nextDouble()) / perSecond;
            world.time().schedule(Duration.ofNanos((long) (seconds * 1e9)), this::change);
        }
    }

    private void change() {
        if (!running) {
            return;
        }
        List<NodeId> peers = world.honest().stream()
                .filter(node -> node.role() == Role.PEER && node.chord().isMember())
                .map(SimulatedNode::id)
                .toList();
        if (!peers.isEmpty()) {
            NodeId gone = peers.get(random.nextInt(peers.size()));
            switch (random.nextInt(WAYS_TO_GO)) {
                case 0 -> world.leave(gone);
                case 1 -> world.crash(gone, false);
                default -> world.crash(gone, true);
            }
        }
        NodeId id = world.options().ring().random(random);
        if (!id.equals(Placement.PAPERS_GATEWAY) && world.find(id).isEmpty()) {
            world.join(id);
        }
        scheduleNext();
    }
}
