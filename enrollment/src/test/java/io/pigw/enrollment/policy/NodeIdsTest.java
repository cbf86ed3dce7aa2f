package io.pigw.enrollment.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.security.SecureRandom;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NodeIdsTest {

    @Test
    void drawsEveryFreeIdAndNoOther() {
        Ring ring = new Ring(4);
        Set<NodeId> reserved = Set.of(NodeId.of(3), NodeId.of(7));
        NodeIds ids = new NodeIds(ring, reserved, new SecureRandom());
        Set<NodeId> taken = new TreeSet<>();

        while (true) {
            var drawn = ids.draw(taken::contains);
            if (drawn.isEmpty()) {
                break;
            }
            assertThat(taken.add(drawn.get())).isTrue();
        }

        assertThat(taken).hasSize(14).doesNotContainAnyElementsOf(reserved);
        assertThat(taken).allMatch(ring::contains);
    }

    /** Chi-square over 256 buckets of a 2^128 ring: 255 degrees of freedom, 1 in 10^6 exceeds 377. */
    @Test
    void drawsEvenly() {
        NodeIds ids = new NodeIds(new Ring(128), Set.of(), new SecureRandom());
        int[] buckets = new int[256];

        for (int i = 0; i < 10_000; i++) {
            buckets[(int) (ids.draw(_ -> false).orElseThrow().high() >>> 56)]++;
        }

        double expected = 10_000.0 / 256;
        double chiSquare = 0;
        for (int count : buckets) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        assertThat(chiSquare).isLessThan(377);
    }
}
