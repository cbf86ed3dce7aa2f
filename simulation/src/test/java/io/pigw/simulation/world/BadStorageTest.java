package io.pigw.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.pigw.simulation.adversary.Adversary;
import io.pigw.simulation.adversary.StorageLie;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nodes that should hold records lie about them. Whoever fetches believes none of it, and gets what an honest replica holds. */
class BadStorageTest {

    private static final WorldOptions OPTIONS = WorldOptions.of(16, 2, 21);
    private static final int PEERS = 30;
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final NodeId OWNER = Worlds.ids(OPTIONS, PEERS).get(3);
    private static final NodeId READER = Worlds.ids(OPTIONS, PEERS).get(4);
    private static final Party.User USER = new Party.User("user" + OWNER, World.OVERLAY);
    private static final ResourceId RESOURCE = SignedContent.resource(World.OVERLAY, USER);

    /** Of three that should hold it, these lie: the first, the first two, the last two. */
    private enum Liars {
        FIRST(0, 1),
        FIRST_TWO(0, 2),
        LAST_TWO(1, 3);

        private final int from;
        private final int to;

        Liars(int from, int to) {
            this.from = from;
            this.to = to;
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneHonestReplicaOfThreeIsEnough(StorageLie lie) {
        for (Liars liars : Liars.values()) {
            // Given: the record is stored while the liars lie already
            World world = world(lie, liars);
            world.attack();
            publish(world, 1);
            assertThat(found(fetch(world))).as(lie + " by " + liars).isEqualTo("version 1");

            // When
            publish(world, 2);

            // Then: the old one is not believed any more, nor what the liars made of it
            for (int i = 0; i < 5; i++) {
                assertThat(found(fetch(world))).as(lie + " by " + liars).isEqualTo("version 2");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void threeLiarsCanHideARecordAndNothingElse(StorageLie lie) {
        // Given: all three held it honestly, and it was seen
        World world = world(lie, 0, 3);
        publish(world, 1);
        assertThat(found(fetch(world))).isEqualTo("version 1");

        // When
        world.attack();
        publish(world, 2);
        FetchResult result = fetch(world);

        // Then
        if (result instanceof FetchResult.Found shown) {
            assertThat(shown.values()).extracting(BadStorageTest::text).isSubsetOf("version 1", "version 2");
        } else {
            assertThat(result).isInstanceOf(FetchResult.NothingSeen.class);
        }
    }

    /** The watch would see it: that it never does elsewhere is worth something. */
    @Test
    void theWatchSeesAValueThatNobodySigned() {
        // Given
        World world = world(StorageLie.IGNORE, Liars.FIRST);
        publish(world, 1);
        FetchResult.Found found = (FetchResult.Found) fetch(world);
        StoredValue other = found.values().getFirst();
        HeldValue forged = world.node(OWNER)
                .writer()
                .value(RESOURCE, Kind.USER, RecordKey.of(READER), 1, USER, Bytes.utf8("elsewhere"));
        StoredValue spliced = new StoredValue(
                new io.pigw.p2psip.record.RecordContent(
                        other.content().kind(),
                        other.content().key(),
                        other.content().generation(),
                        other.content().storageTime(),
                        other.content().lifetimeSeconds(),
                        true,
                        Bytes.utf8("forged"),
                        forged.content().author()),
                other.signature());

        // Then
        Watch watch = new Watch(world);
        FetchResult shown = new FetchResult.Found(List.of(new HeldValue(spliced, forged.certificate())), 0);
        assertThatThrownBy(() -> watch.fetched(world.node(READER), RESOURCE, shown))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("never wrote");
    }

    private static World world(StorageLie lie, Liars liars) {
        return world(lie, liars.from, liars.to);
    }

    private static World world(StorageLie lie, int from, int to) {
        List<NodeId> peers = Worlds.ids(OPTIONS, PEERS);
        World honest = World.atRest(OPTIONS, Corruption.NONE, peers);
        Set<NodeId> bad = honest.replicas(RESOURCE).subList(from, to).stream()
                .map(SimulatedNode::id)
                .collect(Collectors.toSet());
        assertThat(bad).doesNotContain(OWNER, READER);
        return World.atRest(OPTIONS, new Corruption(bad, List.of(new Adversary.BadStorage(lie)), null), peers);
    }

    private static void publish(World world, int version) {
        SimulatedNode owner = world.node(OWNER);
        HeldValue value = owner.writer()
                .value(RESOURCE, Kind.USER, RecordKey.of(OWNER), version, USER, Bytes.utf8("version " + version));
        List<StoreOutcome> outcomes = new ArrayList<>();
        owner.records().store(RESOURCE, List.of(value), outcomes::add);
        world.time().runUntil(() -> !outcomes.isEmpty(), Duration.ofMillis(10), LIMIT);
        assertThat(outcomes).singleElement().isInstanceOf(StoreOutcome.Answered.class);
        world.time().runFor(Duration.ofSeconds(3));
    }

    private static FetchResult fetch(World world) {
        List<FetchResult> results = new ArrayList<>();
        world.fetch(world.node(READER), RESOURCE, Kind.USER, results::add);
        world.time().runUntil(() -> !results.isEmpty(), Duration.ofMillis(10), LIMIT);
        return results.getFirst();
    }

    private static String found(FetchResult result) {
        assertThat(result).isInstanceOf(FetchResult.Found.class);
        return text(((FetchResult.Found) result).values().getFirst());
    }

    private static String text(StoredValue value) {
        return value.content().value().toUtf8();
    }
}
