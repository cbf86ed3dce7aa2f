package io.pigw.bench.sip;

import io.pigw.bench.load.LoadGenerator;
import io.pigw.bench.load.Pace;
import io.pigw.bench.load.Transport;
import io.pigw.p2psip.HostPort;
import java.time.Duration;
import java.util.List;

/**
 * What to measure and how long.
 *
 * @param transport UDP or TCP
 * @param phase of each measurement, 1 s to 10 min
 * @param warmUp of each server before the first, 0 s to 10 min: a cold JVM answers late; repeated while that makes one cheaper
 * @param rounds 1 to 100; in each, every server has its turn
 * @param sockets that the messages go through, 1 to 1,000
 * @param senders that they are from, each with a name and a target of its own, 1 to 1,000
 * @param window messages that are unanswered at a time while capacity is measured
 * @param rates messages a second at which latency is measured, at most 16; none measures capacity alone
 * @param servers at least one
 * @param heap of each JVM, such as {@code 512m}
 */
public record SipBenchOptions(
        Transport transport,
        Duration phase,
        Duration warmUp,
        int rounds,
        int sockets,
        int senders,
        int window,
        List<Integer> rates,
        List<SipServer> servers,
        String heap) {

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MAX_ROUNDS = 100;
    private static final int MAX_RATES = 16;

    /** Checks the ranges and copies. */
    public SipBenchOptions {
        rates = List.copyOf(rates);
        servers = List.copyOf(servers);
        require(phase.toSeconds() >= 1 && phase.compareTo(LONGEST) <= 0, "a phase must last 1 to 600 seconds");
        require(!warmUp.isNegative() && warmUp.compareTo(LONGEST) <= 0, "the warm-up must last 0 to 600 seconds");
        require(rounds >= 1 && rounds <= MAX_ROUNDS, "there must be 1 to " + MAX_ROUNDS + " rounds");
        require(rates.size() <= MAX_RATES, "there must be at most " + MAX_RATES + " rates");
        require(!servers.isEmpty(), "name a server");
        require(heap.matches("[1-9][0-9]*[mg]"), "the heap is written like 512m or 2g");
        var _ = new LoadGenerator.Options(transport, new HostPort("127.0.0.1", 0), sockets, senders);
        var _ = new Pace.Window(window);
        rates.forEach(Pace.Rate::new);
    }

    private static void require(boolean fits, String otherwise) {
        if (!fits) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
