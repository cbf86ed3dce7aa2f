package io.pigw.overlay.chord;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Rings with IDs drawn at random, by seed. */
class GapsTest {

    private static final Ring RING = new Ring(128);
    private static final int NODES = 200;
    private static final int RINGS = 50;
    private static final int PAIRS = 200;

    @Test
    void honestListsAreDoubtedHardlyEver() {
        // When
        double doubted = doubted(1);

        // Then: each such look-up goes two ways more at most
        assertThat(doubted).isLessThan(0.02);
    }

    @Test
    void listsOfAccomplicesAloneAreDoubtedMostOfTheTime() {
        assertThat(doubted(4)).isGreaterThan(0.6);
        assertThat(doubted(10)).isGreaterThan(0.97);
    }

    @Test
    void whoKnowsFewDoubtsNobody() {
        // Given
        Gaps few = Gaps.around(RING, NodeId.of(0), List.of(contact(1), contact(2)), List.of());
        Gaps far = Gaps.around(RING, NodeId.of(0), List.of(contact(1_000)), List.of());

        // Then
        assertThat(far.isSparse(few)).isFalse();
        assertThat(far.isShort(few)).isFalse();
    }

    @Test
    void aShortAnswerAndOneThatRepeatsItselfAreNoBetter() {
        // Given: ten nodes one step apart
        List<NodeContact> ten = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            ten.add(contact(i));
        }
        Gaps own = Gaps.around(RING, NodeId.of(0), ten, List.of());

        // When
        Gaps repeated = Gaps.around(RING, NodeId.of(0), Collections.nCopies(10, contact(1)), List.of());
        Gaps disordered = Gaps.around(
                RING,
                NodeId.of(0),
                List.of(contact(400), contact(300), contact(200), contact(100), contact(1), contact(2)),
                List.of());

        // Then
        assertThat(repeated.isShort(own)).isTrue();
        assertThat(disordered.isSparse(own)).isTrue();
    }

    /** The share of pairs in which one doubts what the other says, who names one of so many of its neighbours. */
    private static double doubted(int oneOf) {
        int doubted = 0;
        for (int seed = 0; seed < RINGS; seed++) {
            Random random = new Random(seed);
            TreeSet<NodeId> ids = new TreeSet<>();
            while (ids.size() < NODES) {
                ids.add(RING.random(random));
            }
            List<NodeId> nodes = List.copyOf(ids);
            for (int pair = 0; pair < PAIRS; pair++) {
                Gaps own = around(nodes, nodes.indexOf(successor(ids, RING.random(random))), 1);
                Gaps its = around(nodes, nodes.indexOf(successor(ids, RING.random(random))), oneOf);
                doubted += its.isSparse(own) || its.isShort(own) ? 1 : 0;
            }
        }
        return (double) doubted / RINGS / PAIRS;
    }

    private static NodeId successor(NavigableSet<NodeId> ids, NodeId target) {
        NodeId next = ids.ceiling(target);
        return next == null ? ids.first() : next;
    }

    private static Gaps around(List<NodeId> nodes, int at, int oneOf) {
        List<NodeContact> successors = new ArrayList<>();
        List<NodeContact> predecessors = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            successors.add(contact(nodes.get((at + i * oneOf) % NODES)));
        }
        for (int i = 1; i <= 3; i++) {
            predecessors.add(contact(nodes.get(Math.floorMod(at - i * oneOf, NODES))));
        }
        return Gaps.around(RING, nodes.get(at), successors, predecessors);
    }

    private static NodeContact contact(long id) {
        return contact(NodeId.of(id));
    }

    private static NodeContact contact(NodeId id) {
        return new NodeContact(id, new HostPort("10.0.0.1", 9_000));
    }
}
