package io.pigw.gateway.isim;

/**
 * Which sequence numbers are taken (TS 33.102 Annex C.2).
 *
 * @param delta Δ: the largest step forward of SEQ (C.2.1), so that a fault cannot wear the numbers out
 * @param age L: how far SEQ may lie behind the highest (C.2.2); {@link Long#MAX_VALUE} for no limit
 */
record SqnLimits(long delta, long age) {

    /** Δ = 2^28, as Annex C.3 has it in each profile, and no limit to the age. */
    static final SqnLimits DEFAULTS = new SqnLimits(1L << 28, Long.MAX_VALUE);

    SqnLimits {
        if (delta < 1 || age < 1) {
            throw new IllegalArgumentException("delta and age must be 1 or more");
        }
    }
}
