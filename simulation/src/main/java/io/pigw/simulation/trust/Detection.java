package io.pigw.simulation.trust;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.simulation.world.World;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** When the opinion server of a world finds out who is bad: from the first ping that a bad node gets for somebody else. */
final class Detection {

    private static final Duration LOOK = Duration.ofSeconds(5);

    /** Who got fewer pings may have harmed nobody. */
    private static final int OFTEN = 3;

    private final World world;
    private final Map<NodeId, Use> uses = new HashMap<>();

    private static final class Use {
        private final double since;
        private int pings;
        private double distrustedAt = Double.NaN;

        Use(double since) {
            this.since = since;
        }
    }

    Detection(World world) {
        this.world = world;
    }

    void start() {
        world.network().filter((_, to, message) -> {
            if (message instanceof PingRequest ping
                    && !ping.destination().equals(to)
                    && world.corruption().nodes().contains(to)) {
                uses.computeIfAbsent(to, _ -> new Use(now())).pings++;
            }
            return Optional.of(message);
        });
        look();
    }

    private void look() {
        if (world.hasSos()) {
            uses.forEach((node, use) -> {
                if (Double.isNaN(use.distrustedAt) && world.sos().distrusts(node)) {
                    use.distrustedAt = now();
                }
            });
            var _ = world.time().schedule(LOOK, this::look);
        }
    }

    private double now() {
        return world.time().nanos() / 1e9;
    }

    TrustResult.Detected result(List<NodeId> honest) {
        List<Use> often =
                uses.values().stream().filter(use -> use.pings >= OFTEN).toList();
        List<Double> times = often.stream()
                .filter(use -> !Double.isNaN(use.distrustedAt))
                .map(use -> use.distrustedAt - use.since)
                .sorted()
                .toList();
        long condemned = world.sos().condemned().stream()
                .filter(node -> world.corruption().isBad(node.node()))
                .count();
        return new TrustResult.Detected(
                often.isEmpty() ? 0 : (double) times.size() / often.size(),
                times.isEmpty() ? Double.NaN : times.get(times.size() / 2),
                (double) honest.stream().filter(world.sos()::distrusts).count() / honest.size(),
                Math.toIntExact(condemned),
                world.sos().condemned().size() - Math.toIntExact(condemned));
    }
}
