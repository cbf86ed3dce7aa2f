package io.pigw.bench.scale;

import java.util.ArrayList;
import java.util.List;

/**
 * One size of the overlay.
 *
 * @param gateways 1 to {@value #MAX}
 * @param csps 1 to {@value #MAX}
 */
public record ScalePoint(int gateways, int csps) {

    /** More would not fit one machine's memory. */
    public static final int MAX = 8;

    /** Checks the ranges. */
    public ScalePoint {
        if (gateways < 1 || gateways > MAX || csps < 1 || csps > MAX) {
            throw new IllegalArgumentException("there must be 1 to " + MAX + " gateways and CSPs");
        }
    }

    /**
     * The first number of gateways with the first of CSPs and so on; a single number goes with each of the other list.
     *
     * @throws IllegalArgumentException if both lists have several numbers, and not equally many
     */
    public static List<ScalePoint> of(List<Integer> gateways, List<Integer> csps) {
        int count = Math.max(gateways.size(), csps.size());
        if (!fits(gateways, count) || !fits(csps, count)) {
            throw new IllegalArgumentException(
                    "give as many numbers of gateways as of CSPs, or one of either, such as 1,2,3 and 2");
        }
        List<ScalePoint> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(new ScalePoint(gateways.get(i % gateways.size()), csps.get(i % csps.size())));
        }
        return points;
    }

    private static boolean fits(List<Integer> numbers, int count) {
        return numbers.size() == 1 || numbers.size() == count;
    }
}
