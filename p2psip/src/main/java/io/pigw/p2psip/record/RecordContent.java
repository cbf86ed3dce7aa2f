package io.pigw.p2psip.record;

import io.pigw.p2psip.Bytes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What the signature of a stored value covers, together with overlay and resource (RFC 6940 §7.1).
 *
 * @param kind the number of a {@link Kind}, which this release may not know; 1 to 65535
 * @param key which of the values of that kind
 * @param generation raised by whoever wants to supersede all that came before; 0 to 2^63 - 1
 * @param storageTime when the author made it, in whole milliseconds from 1970 on; greater than that of the value before it
 * @param lifetimeSeconds how long it is good for from {@code storageTime} on; 1 to 31622400
 * @param exists false for a tombstone, which says that there is no value (RFC 6940 §7.4.1.3)
 * @param value at most 16 KiB, empty in a tombstone
 * @param author who signs it
 */
public record RecordContent(
        int kind,
        RecordKey key,
        long generation,
        Instant storageTime,
        int lifetimeSeconds,
        boolean exists,
        Bytes value,
        Author author) {

    /** The greatest number of a kind. */
    public static final int MAX_KIND = 65_535;

    /** The longest lifetime of any kind, in seconds: 366 days. */
    public static final int MAX_LIFETIME_SECONDS = 366 * 24 * 60 * 60;

    /** The largest value of any kind, in bytes. */
    public static final int MAX_VALUE_BYTES = 16 * 1_024;

    /** The last time that can be written. */
    public static final Instant MAX_STORAGE_TIME = Instant.parse("9999-12-31T23:59:59.999Z");

    /** Checks the ranges; the time is cut to milliseconds. */
    public RecordContent {
        if (kind < 1 || kind > MAX_KIND) {
            throw new IllegalArgumentException("a kind is 1 to " + MAX_KIND);
        }
        if (generation < 0) {
            throw new IllegalArgumentException("a generation is not negative");
        }
        if (storageTime.isBefore(Instant.EPOCH) || storageTime.isAfter(MAX_STORAGE_TIME)) {
            throw new IllegalArgumentException("a storage time is of the years 1970 to 9999");
        }
        if (lifetimeSeconds < 1 || lifetimeSeconds > MAX_LIFETIME_SECONDS) {
            throw new IllegalArgumentException("a lifetime is 1 to " + MAX_LIFETIME_SECONDS + " seconds");
        }
        if (value.size() > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException("a value has at most " + MAX_VALUE_BYTES + " bytes");
        }
        if (!exists && !value.isEmpty()) {
            throw new IllegalArgumentException("a tombstone has no value");
        }
        storageTime = storageTime.truncatedTo(ChronoUnit.MILLIS);
    }

    /** From when on it does not count any more. */
    public Instant end() {
        return storageTime.plusSeconds(lifetimeSeconds);
    }

    /**
     * Whether this supersedes the other, of the same resource, kind and key: by its generation first, then by its time. Of two with the
     * same, neither is newer.
     */
    public boolean isNewerThan(RecordContent other) {
        return generation > other.generation
                || generation == other.generation && storageTime.isAfter(other.storageTime);
    }
}
