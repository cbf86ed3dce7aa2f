package io.pigw.bench.scale;

import io.pigw.bench.load.Pace;
import java.time.Duration;
import java.util.List;

/**
 * What to measure and how long.
 *
 * @param points sizes of the overlay, 1 to 16, one after the other
 * @param locate how CSPs find peers: {@code ping}, {@code cache} or {@code flow}
 * @param peers in one process, 4 to 400
 * @param rate MESSAGEs a second, over all gateways
 * @param phase of each measurement, 1 s to 10 min
 * @param warmUp of load before each, 0 s to 10 min
 * @param idle without load before each, 0 s to 10 min: what the processes take then is not put to the messages
 * @param heap of each JVM, such as {@code 512m}
 */
public record ScaleOptions(
        List<ScalePoint> points,
        String locate,
        int peers,
        int rate,
        Duration phase,
        Duration warmUp,
        Duration idle,
        String heap) {

    private static final List<String> LOCATE = List.of("ping", "cache", "flow");
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MAX_POINTS = 16;
    private static final int MIN_PEERS = 4;
    private static final int MAX_PEERS = 400;

    /** Checks the ranges and copies. */
    public ScaleOptions {
        points = List.copyOf(points);
        require(!points.isEmpty() && points.size() <= MAX_POINTS, "there must be 1 to " + MAX_POINTS + " points");
        require(LOCATE.contains(locate), "peers are found by " + String.join(", ", LOCATE) + ", not " + locate);
        require(peers >= MIN_PEERS && peers <= MAX_PEERS, "there must be " + MIN_PEERS + " to " + MAX_PEERS + " peers");
        require(phase.toSeconds() >= 1 && phase.compareTo(LONGEST) <= 0, "a phase must last 1 to 600 seconds");
        require(!warmUp.isNegative() && warmUp.compareTo(LONGEST) <= 0, "the warm-up must last 0 to 600 seconds");
        require(!idle.isNegative() && idle.compareTo(LONGEST) <= 0, "the idle time must be 0 to 600 seconds");
        require(heap.matches("[1-9][0-9]*[mg]"), "the heap is written like 512m or 2g");
        var _ = new Pace.Rate(rate);
    }

    private static void require(boolean fits, String otherwise) {
        if (!fits) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
