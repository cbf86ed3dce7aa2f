package io.pigw.simulation;

import io.pigw.overlay.port.Role;
import io.pigw.overlay.storage.FetchResult;
import io.pigw.overlay.storage.HeldValue;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.simulation.world.SimulatedNode;
import io.pigw.simulation.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Honest peers publish where they are, twice, and fetch one another's records. */
final class RecordFetching {

    private static final Duration BETWEEN_STORES = Duration.ofMillis(20);
    private static final Duration REST = Duration.ofSeconds(20);
    private static final int ROUNDS = 2;

    private final World world;
    private final RandomGenerator random;
    private final Map<NodeId, HeldValue> published = new HashMap<>();
    private final List<SimulatedNode> owners = new ArrayList<>();
    private int fetches;
    private int delivered;
    private int possible;
    private long rejected;

    RecordFetching(World world, RandomGenerator random) {
        this.world = world;
        this.random = random;
    }

    /** All of them, then all of them anew, so that there is an older version to be shown. */
    void publish() {
        world.honest().stream()
                .filter(node -> node.role() == Role.PEER && node.chord().isMember())
                .forEach(owners::add);
        for (int round = 1; round <= ROUNDS; round++) {
            for (SimulatedNode owner : owners) {
                HeldValue value = owner.writer()
                        .value(
                                resource(owner.id()),
                                Kind.USER,
                                RecordKey.of(owner.id()),
                                round,
                                user(owner.id()),
                                Bytes.utf8("version " + round));
                published.put(owner.id(), value);
                owner.records().store(resource(owner.id()), List.of(value), _ -> {});
                world.time().runFor(BETWEEN_STORES);
            }
            world.time().runFor(REST);
        }
    }

    /** One fetch by a node drawn at random of another's record. */
    void fetch() {
        SimulatedNode reader = owners.get(random.nextInt(owners.size()));
        SimulatedNode owner = owners.get(random.nextInt(owners.size()));
        HeldValue wanted = published.get(owner.id());
        if (wanted == null || !reader.isUp()) {
            return;
        }
        ResourceId resource = resource(owner.id());
        fetches++;
        possible += world.isHeldByAnHonestReplica(resource, wanted.value()) ? 1 : 0;
        world.fetch(reader, resource, Kind.USER, result -> {
            rejected += result.rejected();
            delivered +=
                    result instanceof FetchResult.Found found && found.values().contains(wanted.value()) ? 1 : 0;
        });
    }

    RecordDelivery result() {
        return new RecordDelivery(
                fetches,
                fetches == 0 ? 0 : (double) delivered / fetches,
                fetches == 0 ? 0 : (double) possible / fetches,
                rejected);
    }

    private static ResourceId resource(NodeId owner) {
        return SignedContent.resource(World.OVERLAY, user(owner));
    }

    private static Party.User user(NodeId owner) {
        return new Party.User("user" + owner, World.OVERLAY);
    }
}
