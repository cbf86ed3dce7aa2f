package io.pigw.bench.load;

/** The messages that have no final answer yet, by number; numbers are taken in ascending order, and all lie within a bounded range. */
final class Unanswered {

    private static final int MASK = Pace.MAX_UNANSWERED - 1;

    private final long[] numbers = new long[Pace.MAX_UNANSWERED];
    private final long[] dueNanos = new long[Pace.MAX_UNANSWERED];
    private final long[] resendNanos = new long[Pace.MAX_UNANSWERED];
    private final int[] senders = new int[Pace.MAX_UNANSWERED];
    private final byte[] resends = new byte[Pace.MAX_UNANSWERED];
    private int size;

    /** What is done with each that is to be resent. */
    @FunctionalInterface
    interface Resender {
        void resend(long number, int sender);
    }

    /** Whether the number can be taken: its place is free. */
    boolean hasRoom(long number) {
        return numbers[(int) number & MASK] == 0;
    }

    /** Takes a message, its number 1 or more. */
    void add(long number, int sender, long due, long resendAt) {
        int at = (int) number & MASK;
        numbers[at] = number;
        senders[at] = sender;
        dueNanos[at] = due;
        resendNanos[at] = resendAt;
        resends[at] = 0;
        size++;
    }

    boolean contains(long number) {
        return number > 0 && numbers[(int) number & MASK] == number;
    }

    long due(long number) {
        return dueNanos[(int) number & MASK];
    }

    void remove(long number) {
        numbers[(int) number & MASK] = 0;
        size--;
    }

    int size() {
        return size;
    }

    /** Resends what is due: after T1, then twice as long each time, at most T2 (RFC 3261 §17.1.2.2). */
    void resendDue(long now, long t1Nanos, Resender resender) {
        if (size == 0) {
            return;
        }
        for (int at = 0; at < numbers.length; at++) {
            if (numbers[at] != 0 && now - resendNanos[at] >= 0) {
                resends[at] = (byte) Math.min(resends[at] + 1, 3);
                resendNanos[at] = now + (t1Nanos << resends[at]);
                resender.resend(numbers[at], senders[at]);
            }
        }
    }
}
