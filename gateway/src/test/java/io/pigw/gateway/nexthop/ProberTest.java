package io.pigw.gateway.nexthop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The prober's ticks under a clock that the test moves. */
final class ProberTest {

    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final Queue<Runnable> ticks = new ArrayDeque<>();
    private final List<CompletableFuture<HopReport>> pings = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private final NextHops hops = new NextHops(
            CoreUri.list("192.0.2.9:5070"),
            new FakeDns(),
            new NextHopOptions(List.of(Transport.values()), new Families(false, true), List.of(), INTERVAL),
            Runnable::run,
            (_, _) -> () -> {},
            () -> now);
    private final Prober prober = new Prober(
            hops,
            _ -> {
                pings.add(new CompletableFuture<>());
                return pings.getLast();
            },
            INTERVAL,
            Runnable::run,
            (delay, run) -> {
                assertThat(delay).isEqualTo(Duration.ofSeconds(1));
                ticks.add(run);
                return () -> {};
            },
            new SplittableRandom(1));

    @BeforeEach
    void start() {
        hops.start();
        prober.start();
    }

    @Test
    void asksAtOnceAndOnceAtATime() {
        assertThat(pings).hasSize(1);

        tick(3);

        assertThat(pings).as("the first has not ended").hasSize(1);
    }

    @Test
    void asksAgainAboutAnIntervalAfterAnAnswer() {
        pings.getFirst().complete(new HopReport.Answered());
        assertThat(hops.status().up()).isEqualTo(1);

        tick(23);
        assertThat(pings).as("not before 80 %").hasSize(1);
        tick(13);
        assertThat(pings).as("by 120 %").hasSize(2);
    }

    @Test
    void asksAgainAtTheNextTickAfterALostPingThenBacksOffAndNoticesTheReturn() {
        pings.getFirst().complete(new HopReport.Answered());
        tick(36);
        pings.getLast().complete(new HopReport.Silent());
        tick(1);
        assertThat(pings).hasSize(3);
        pings.getLast().complete(new HopReport.Silent());
        assertThat(hops.status().up()).isZero();

        tick(1);
        assertThat(pings).as("it is down: 2 s").hasSize(3);
        tick(1);
        assertThat(pings).hasSize(4);
        pings.getLast().complete(new HopReport.Answered());

        assertThat(hops.status().up()).isEqualTo(1);
        assertThat(hops.status().problem()).isEmpty();
    }

    @Test
    void asksNoMoreOnceClosed() {
        pings.getFirst().complete(new HopReport.Silent());
        prober.close();

        tick(1);

        assertThat(pings).hasSize(1);
        assertThat(ticks).isEmpty();
    }

    private void tick(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now = now.plusSeconds(1);
            ticks.remove().run();
        }
    }
}
