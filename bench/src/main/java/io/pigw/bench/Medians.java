package io.pigw.bench;

import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The middle of what several rounds came to: one round that was disturbed does not move it. */
public final class Medians {

    private Medians() {}

    /**
     * The median; of an even number, the mean of the middle two.
     *
     * @throws IllegalArgumentException if there are no values
     */
    public static double of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("there is no median of nothing");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The median of something that each of them has. */
    public static <T> double of(Collection<T> items, ToDoubleFunction<T> value) {
        return of(items.stream().map(value::applyAsDouble).toList());
    }
}
