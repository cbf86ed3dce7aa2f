package io.pigw.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.simulation.network.Seeds;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Settled worlds for tests. */
final class Worlds {

    static final Duration LIMIT = Duration.ofMinutes(3);

    private Worlds() {}

    /** A ring at rest: the CSPs and as many peers, at random IDs by the seed. */
    static World settled(WorldOptions options, int peers) {
        return settled(options, peers, Corruption.NONE);
    }

    /** The same, with bad nodes that are not bad yet. */
    static World settled(WorldOptions options, int peers, Corruption corruption) {
        World world = new World(options, corruption);
        world.joinAll(ids(options, peers), Duration.ofMillis(10));
        settle(world, options.csps().size() + peers);
        return world;
    }

    static List<NodeId> ids(WorldOptions options, int peers) {
        Set<NodeId> taken = new HashSet<>(Set.of(Placement.PAPERS_GATEWAY));
        options.csps().forEach(csp -> taken.add(csp.id()));
        return Placement.randomly(options.ring(), peers, taken, Seeds.generator(options.seed(), "test"));
    }

    static void settle(World world, int members) {
        assertThat(world.settle(members, LIMIT))
                .as(() -> "seed " + world.options().seed() + ", " + world.live().size() + " live, wrong: "
                        + RingInvariants.violations(world))
                .isTrue();
    }

    static List<SimulatedNode> peers(World world) {
        return world.live().stream().filter(node -> node.role() == Role.PEER).toList();
    }
}
