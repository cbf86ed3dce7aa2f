package io.pigw.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.storage.FetchResult;
import io.pigw.overlay.storage.HeldValue;
import io.pigw.overlay.storage.StoreOutcome;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoredValue;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The user records of some peers of a world: who published what last, and whether it is found. */
final class Shelf {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final World world;
    private final Map<NodeId, String> newest = new TreeMap<>();

    Shelf(World world) {
        this.world = world;
    }

    /** Stores where the node is, at this generation, and waits until it is held. */
    void publish(NodeId owner, int generation) {
        String text = owner + " in version " + generation;
        SimulatedNode node = world.node(owner);
        HeldValue value = node.writer()
                .value(resource(owner), Kind.USER, RecordKey.of(owner), generation, user(owner), Bytes.utf8(text));
        List<StoreOutcome> outcomes = new ArrayList<>();
        node.records().store(resource(owner), List.of(value), outcomes::add);
        world.time().runUntil(() -> !outcomes.isEmpty(), LOOK, LIMIT);
        assertThat(outcomes)
                .as("store of " + owner + ", seed " + world.options().seed())
                .singleElement()
                .matches(outcome -> outcome instanceof StoreOutcome.Answered answered && answered.allHeld());
        newest.put(owner, text);
    }

    void publishAll(List<NodeId> owners, int generation) {
        owners.forEach(owner -> publish(owner, generation));
    }

    /** The owners whose newest value the reader does not get. */
    List<NodeId> lostFor(SimulatedNode reader) {
        Map<NodeId, List<FetchResult>> results = new TreeMap<>();
        newest.keySet().forEach(owner -> {
            List<FetchResult> result = new ArrayList<>();
            results.put(owner, result);
            world.fetch(reader, resource(owner), Kind.USER, result::add);
        });
        world.time().runUntil(() -> results.values().stream().noneMatch(List::isEmpty), LOOK, LIMIT);
        return results.entrySet().stream()
                .filter(entry -> !isNewest(entry.getKey(), entry.getValue().getFirst()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How many values there are. */
    int size() {
        return newest.size();
    }

    static ResourceId resource(NodeId owner) {
        return SignedContent.resource(World.OVERLAY, user(owner));
    }

    private boolean isNewest(NodeId owner, FetchResult result) {
        return result instanceof FetchResult.Found found
                && found.values().stream().map(Shelf::text).toList().equals(List.of(newest.getOrDefault(owner, "")));
    }

    private static String text(StoredValue value) {
        return value.content().value().toUtf8();
    }

    private static Party.User user(NodeId owner) {
        return new Party.User("user" + owner, World.OVERLAY);
    }
}
