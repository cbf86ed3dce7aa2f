package io.pigw.gateway.nexthop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** RFC 2782. */
final class SrvOrderTest {

    private static final int DRAWS = 20_000;

    @Test
    void lowerPriorityNumbersComeFirstWhateverTheirWeight() {
        List<Location.Target> targets = List.of(target(2, 65_535), target(1, 1), target(1, 0));

        for (int seed = 0; seed < 100; seed++) {
            assertThat(SrvOrder.draw(targets, new SplittableRandom(seed)).getLast())
                    .isEqualTo(target(2, 65_535));
        }
    }

    @Test
    void weightsAreSharesOfTheFirstPlace() {
        List<Location.Target> targets = List.of(target(1, 60), target(1, 30), target(1, 10), target(1, 0));
        SplittableRandom random = new SplittableRandom(1);
        int[] first = new int[101];

        for (int i = 0; i < DRAWS; i++) {
            List<Location.Target> drawn = SrvOrder.draw(targets, random);
            assertThat(drawn).containsExactlyInAnyOrderElementsOf(targets);
            first[drawn.getFirst().weight()]++;
        }

        assertThat((double) first[60] / DRAWS).isEqualTo(0.6, within(0.02));
        assertThat((double) first[30] / DRAWS).isEqualTo(0.3, within(0.02));
        assertThat((double) first[10] / DRAWS).isEqualTo(0.1, within(0.02));
        assertThat((double) first[0] / DRAWS).isBetween(0.001, 0.03);
    }

    private static Location.Target target(int priority, int weight) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1 + weight % 60_000);
        return new Location.Target(priority, weight, List.of(new Hop(address, Transport.UDP, "core.example.net")));
    }
}
