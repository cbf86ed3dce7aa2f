package io.pigw.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.chord.LookupProof;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.ChordMessage.RouteQuery;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import io.pigw.simulation.adversary.Adversary;
import io.pigw.simulation.network.LinkFilter;
import io.pigw.simulation.network.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Look-ups of records' places in overlays whose CSPs prove arcs. */
class ArcProofTest {

    private static final int PEERS = 200;
    private static final int CSPS = 4;
    private static final int LOOKUPS = 200;

    /** By then all peers have a proof: a CSP that begins waits for two minutes, and peers ask every 100 s at most. */
    private static final Duration PROVEN = Duration.ofMinutes(4);

    /** A CSP that inherits an arc waits for two minutes, and peers ask every 100 s at most. */
    private static final Duration INHERITED = Duration.ofMinutes(4);

    /** Who died silently counts for four minutes; those behind ask anew every 100 s at most. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(6);

    @Test
    void inAnHonestRingEachAnswerIsProvenByOneQuestionMore() {
        // Given
        World plain = world(1, 0, false);
        World proving = world(1, 0, true);
        plain.time().runFor(PROVEN);
        proving.time().runFor(PROVEN);

        // When
        Run without = lookups(plain);
        Run with = lookups(proving);

        // Then
        assertThat(without.right).isEqualTo(without.all);
        assertThat(with.right).isEqualTo(with.all).isEqualTo(LOOKUPS);
        assertThat(with.proven).isGreaterThan(LOOKUPS * 9 / 10);
        assertThat(with.unproven).isZero();
        assertThat(with.questions).isEqualTo(with.proven);
        assertThat(without.questions).isZero();
        assertThat(plain.counts().lookups(LookupProof.PROVEN)).isZero();
    }

    /** Liars that name accomplices for whatever is looked up, on the way and as the last hop; three worlds each. */
    @ParameterizedTest
    @CsvSource({"20, 0.92, 0.97", "40, 0.80, 0.88"})
    void liarsAreFoundOut(int bad, double atMostWithout, double atLeastWith) {
        // When
        Run without = underAttack(bad, false);
        Run with = underAttack(bad, true);

        // Then
        String figures = bad + " of " + PEERS + " bad: without proofs " + without + ", with " + with;
        System.out.println(figures);
        assertThat(without.share()).as(figures).isLessThan(atMostWithout);
        assertThat(with.share()).as(figures).isGreaterThan(atLeastWith);
        assertThat(with.wrongProven).as("nothing false is proven").isZero();
    }

    @Test
    void whereAllCspsHaveStoppedLookUpsGoOnAndSoonAskForNoProofs() {
        // Given
        World world = world(2, 0, true);
        world.time().runFor(PROVEN);

        // When
        world.options().csps().forEach(csp -> world.crash(csp.id(), false));
        Worlds.settle(world, PEERS);
        Run atOnce = lookups(world);
        world.time().runFor(Duration.ofMinutes(6));
        Run later = lookups(world);

        // Then
        assertThat(atOnce.right).isEqualTo(LOOKUPS);
        assertThat(later.right).isEqualTo(LOOKUPS);
        assertThat(later.unasked).isEqualTo(LOOKUPS);
    }

    @Test
    void whoInheritsAnArcProvesItSoonAndLookUpsAreRightMeanwhile() {
        // Given
        World world = world(3, 0, true);
        world.time().runFor(PROVEN);
        NodeId lost = world.options().csps().get(1).id();

        // When
        world.crash(lost, false);
        Worlds.settle(world, PEERS + CSPS - 1);
        Run atOnce = lookups(world);
        world.time().runFor(INHERITED);
        Run inherited = lookups(world);
        world.restartCsp(lost);
        Worlds.settle(world, PEERS + CSPS);
        Run back = lookups(world);
        world.time().runFor(INHERITED);
        Run again = lookups(world);

        // Then
        assertThat(List.of(atOnce.right, inherited.right, back.right, again.right))
                .containsOnly(LOOKUPS);
        assertThat(List.of(inherited.unproven, again.unproven)).containsOnly(0L);
    }

    @Test
    void arcsAreProvenAnewWhereNodesComeAndGo() {
        // Given
        World world = world(4, 0, true);
        world.time().runFor(PROVEN);
        List<NodeId> ids = Worlds.ids(world.options(), PEERS + 20);

        // When
        world.joinAll(ids.subList(PEERS, PEERS + 20), Duration.ofSeconds(1));
        for (NodeId gone : ids.subList(0, 20)) {
            world.time().runFor(Duration.ofSeconds(1));
            world.crash(gone, gone.low() % 2 == 0);
        }
        Worlds.settle(world, PEERS + CSPS);
        Run atOnce = lookups(world);
        world.time().runFor(FORGOTTEN);
        Run later = lookups(world);

        // Then
        assertThat(atOnce.right).isEqualTo(LOOKUPS);
        assertThat(later.right).isEqualTo(LOOKUPS);
        assertThat(later.unproven).isZero();
    }

    private static Run underAttack(int bad, boolean proofs) {
        Run sum = new Run();
        for (long seed = 1; seed <= 3; seed++) {
            World world = world(seed, bad, proofs);
            world.time().runFor(PROVEN);
            world.attack();
            world.time().runFor(Duration.ofSeconds(60));
            sum.add(lookups(world));
        }
        return sum;
    }

    private static World world(long seed, int bad, boolean proofs) {
        WorldOptions plain = WorldOptions.of(32, CSPS, seed);
        WorldOptions options = proofs ? plain.withArcProofs() : plain;
        List<NodeId> ids = Worlds.ids(options, PEERS);
        Corruption corruption = bad == 0
                ? Corruption.NONE
                : new Corruption(Set.copyOf(ids.subList(0, bad)), List.of(new Adversary.PoisonTable()), null);
        return World.atRest(options, corruption, ids);
    }

    /** What look-ups of honest nodes came to, of targets for which an honest node is responsible. */
    private static final class Run {
        private int right;
        private int all;
        private long proven;
        private long unproven;
        private long unasked;
        private long wrongProven;
        private long questions;
        private double millis;

        double share() {
            return (double) right / all;
        }

        void add(Run other) {
            right += other.right;
            all += other.all;
            proven += other.proven;
            unproven += other.unproven;
            unasked += other.unasked;
            wrongProven += other.wrongProven;
            millis += other.millis;
        }

        @Override
        public String toString() {
            return "%d of %d right (%.3f), %.0f ms each".formatted(right, all, share(), millis / all);
        }
    }

    private static Run lookups(World world) {
        Run run = new Run();
        world.network().filter((_, _, message) -> {
            run.questions += message instanceof RouteQuery query && query.maxForwards() == 1 ? 1 : 0;
            return Optional.of(message);
        });
        RandomGenerator random = Seeds.generator(world.options().seed(), "targets");
        List<SimulatedNode> honest = world.honest();
        while (run.all < LOOKUPS) {
            NodeId target = world.options().ring().random(random);
            SimulatedNode by = honest.get(random.nextInt(honest.size()));
            NodeId expected = responsible(world, target);
            if (!world.node(expected).isBad()) {
                run.all++;
                lookup(world, by, target, expected, run);
            }
        }
        world.network().filter(LinkFilter.NONE);
        return run;
    }

    private static void lookup(World world, SimulatedNode by, NodeId target, NodeId expected, Run run) {
        List<@Nullable RouteQueryAnswer> answers = new ArrayList<>();
        long before = world.time().nanos();
        long proven = world.counts().lookups(LookupProof.PROVEN);
        long unproven = world.counts().lookups(LookupProof.UNPROVEN);
        long unasked = world.counts().lookups(LookupProof.UNASKED);
        by.chord().lookup(target, answers::add);
        world.time().runUntil(() -> !answers.isEmpty(), Duration.ofMillis(1), Duration.ofMinutes(2));
        RouteQueryAnswer answer = answers.getFirst();
        boolean right = answer != null && answer.responsible().id().equals(expected);
        boolean isProven = world.counts().lookups(LookupProof.PROVEN) > proven;
        run.right += right ? 1 : 0;
        run.proven += isProven ? 1 : 0;
        run.wrongProven += isProven && !right ? 1 : 0;
        run.unproven += world.counts().lookups(LookupProof.UNPROVEN) - unproven;
        run.unasked += world.counts().lookups(LookupProof.UNASKED) - unasked;
        run.millis += (world.time().nanos() - before) / 1e6;
    }

    private static NodeId responsible(World world, NodeId target) {
        return world.members().stream()
                .map(SimulatedNode::id)
                .min(Comparator.comparing(id -> world.options().ring().distance(target, id)))
                .orElseThrow();
    }
}
