package io.pigw.p2psip.message;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Under which right a gateway sends a message that it shares with other gateways: part of their outbox belongs to one of them at a time, and
 * each change of hands has the next number. A CSP that has seen a greater one takes nothing under a lesser one. Peers never see it.
 *
 * @param pool the gateways' outbox, 1 to 36 letters, digits and hyphens
 * @param part of it, 0 to 63
 * @param epoch the number, 1 or more
 */
public record Fence(String pool, int part, long epoch) {

    /** Parts of an outbox. */
    public static final int PARTS = 64;

    private static final Pattern POOL = Pattern.compile("[A-Za-z0-9-]{1,36}");
    private static final Pattern WIRE = Pattern.compile("(" + POOL + ") (\\d{1,2}) (\\d{1,18})");

    /** Checks the ranges. */
    public Fence {
        if (!POOL.matcher(pool).matches() || part < 0 || part >= PARTS || epoch < 1) {
            throw new IllegalArgumentException(
                    "a fence is a pool of 1 to 36 characters, a part of 0 to 63 and an epoch of 1 or more");
        }
    }

    /**
     * Reads {@link #toString}'s form, {@code pool part epoch}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Fence parse(String text) {
        var fields = WIRE.matcher(text);
        if (!fields.matches()) {
            throw new IllegalArgumentException("a fence is 'pool part epoch'");
        }
        return new Fence(fields.group(1), Integer.parseInt(fields.group(2)), Long.parseLong(fields.group(3)));
    }

    /** As {@link #parse}; null is none. */
    public static @Nullable Fence parseOptional(@Nullable String text) {
        return text == null ? null : parse(text);
    }

    @Override
    public String toString() {
        return pool + " " + part + " " + epoch;
    }
}
