package io.pigw.simulation;

import java.time.Duration;

/**
 * A time in which the two halves of the overlay, CSPs and peers alike by turns, do not hear one another.
 *
 * @param from after the first ping is due
 * @param to later than {@code from}
 */
public record Partition(Duration from, Duration to) {

    private static final String SEPARATOR = "..";

    /** Checks the order. */
    public Partition {
        if (from.isNegative() || to.compareTo(from) <= 0) {
            throw new IllegalArgumentException("a partition is FROM..TO in seconds, 0 or more, the second greater");
        }
    }

    /** As {@link #parse} reads it. */
    public String text() {
        return from.toSeconds() + SEPARATOR + to.toSeconds();
    }

    /**
     * Reads {@code FROM..TO}, whole seconds.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static Partition parse(String text) {
        int dots = text.indexOf(SEPARATOR);
        if (dots < 0) {
            throw new IllegalArgumentException("a partition is FROM..TO in seconds, such as 30..60");
        }
        try {
            return new Partition(
                    Duration.ofSeconds(Integer.parseInt(text.substring(0, dots))),
                    Duration.ofSeconds(Integer.parseInt(text.substring(dots + SEPARATOR.length()))));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a partition is FROM..TO in seconds, such as 30..60", e);
        }
    }
}
