package io.pigw.gateway.isim;

import java.util.Arrays;

/**
 * The sequence numbers that an ISIM has accepted (TS 33.102 Annex C.2): SQN is SEQ (43 bits) and IND (5 bits); for each IND the
 * highest SEQ. Immutable.
 */
final class SqnState {

    static final int INDICES = 32;
    private static final int IND_BITS = 5;
    private static final long IND_MASK = INDICES - 1;
    static final long MAX_SQN = (1L << 48) - 1;

    private final long[] highest;

    private SqnState(long[] highest) {
        this.highest = highest;
    }

    /** A new card's. */
    static SqnState initial() {
        return new SqnState(new long[INDICES]);
    }

    /**
     * The given numbers.
     *
     * @param highest SEQ for each IND
     */
    static SqnState of(long... highest) {
        if (highest.length != INDICES
                || !Arrays.stream(highest).allMatch(seq -> seq >= 0 && seq <= MAX_SQN >> IND_BITS)) {
            throw new IllegalArgumentException("expected " + INDICES + " sequence numbers of 43 bits");
        }
        return new SqnState(highest.clone());
    }

    /** SEQ for each IND. */
    long[] toArray() {
        return highest.clone();
    }

    /**
     * Whether the number is fresh (Annex C.2.1 to C.2.3).
     *
     * @param sqn 48 bits
     */
    boolean isFresh(long sqn, SqnLimits limits) {
        long seq = sqn >>> IND_BITS;
        long top = highest[top()];
        return seq - top <= limits.delta() && top - seq < limits.age() && seq > highest[index(sqn)];
    }

    /** The state once the number was accepted. */
    SqnState with(long sqn) {
        long[] next = highest.clone();
        next[index(sqn)] = sqn >>> IND_BITS;
        return new SqnState(next);
    }

    /** SQN_MS: the highest that was accepted, for AUTS. */
    long sqnMs() {
        int top = top();
        return highest[top] == 0 ? 0 : highest[top] << IND_BITS | top;
    }

    private int top() {
        int top = 0;
        for (int i = 1; i < INDICES; i++) {
            if (highest[i] > highest[top]) {
                top = i;
            }
        }
        return top;
    }

    private static int index(long sqn) {
        return (int) (sqn & IND_MASK);
    }
}
