package io.pigw.bench.faults;

import io.pigw.bench.load.Pace;
import java.time.Duration;
import java.util.List;

/**
 * Which faults, how many, and under what load.
 *
 * @param faults one after the other, each with a verdict of its own
 * @param rounds of each fault, 1 to 1,000: each strikes one process, all in turn
 * @param locate how CSPs find peers: {@code ping}, {@code cache} or {@code flow}
 * @param rate MESSAGEs a second, half of them each way, 2 to 10,000
 * @param pause between the end of a round and the next one, 0 s to 10 min
 * @param peers in two processes, 4 to 400
 * @param heap of each JVM, such as {@code 256m}
 */
public record FaultsOptions(
        List<Fault> faults, int rounds, String locate, int rate, Duration pause, int peers, String heap) {

    private static final List<String> LOCATE = List.of("ping", "cache", "flow");
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MAX_ROUNDS = 1_000;
    private static final int MAX_RATE = 10_000;
    private static final int MIN_PEERS = 4;
    private static final int MAX_PEERS = 400;

    /** Checks the ranges and copies. */
    public FaultsOptions {
        faults = List.copyOf(faults);
        require(!faults.isEmpty(), "name a fault");
        require(rounds >= 1 && rounds <= MAX_ROUNDS, "there must be 1 to " + MAX_ROUNDS + " rounds");
        require(LOCATE.contains(locate), "peers are found by " + String.join(", ", LOCATE) + ", not " + locate);
        require(rate >= 2 && rate <= MAX_RATE, "rates must be 2 to " + MAX_RATE + " messages a second");
        require(!pause.isNegative() && pause.compareTo(LONGEST) <= 0, "the pause must be 0 to 600 seconds");
        require(peers >= MIN_PEERS && peers <= MAX_PEERS, "there must be " + MIN_PEERS + " to " + MAX_PEERS + " peers");
        require(heap.matches("[1-9][0-9]*[mg]"), "the heap is written like 512m or 2g");
        var _ = new Pace.Rate(rate);
    }

    private static void require(boolean fits, String otherwise) {
        if (!fits) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
