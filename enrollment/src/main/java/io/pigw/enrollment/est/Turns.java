package io.pigw.enrollment.est;

import io.pigw.enrollment.issue.Turn;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many enrollments and renewals are at work at once. A quarter of the turns is kept for renewals: whoever has a certificate
 * keeps it, however many ask for a first one. Who comes from a suspect address passes a narrow lane first, so that a flood of
 * wrong tokens takes a part of the turns alone; who is honest and shares the address waits there for as many as that address
 * has connections. What waits is bounded in time over all gates together, and over what is asked aside in between. Any thread
 * but a loop.
 */
final class Turns {

    /** How many suspects are at work at once, of each kind. */
    private static final int LANE = 2;

    private static final int RESERVED_PART = 4;

    private final Semaphore all;
    private final Semaphore firsts;
    private final Semaphore laneOfFirsts = new Semaphore(LANE, true);
    private final Semaphore laneOfRenewals = new Semaphore(LANE, true);

    private final LongSupplier nanos;

    /** @param nanos the time, by a clock that never goes back */
    Turns(int concurrent, LongSupplier nanos) {
        this.nanos = nanos;
        this.all = new Semaphore(concurrent, true);
        this.firsts = new Semaphore(Math.max(1, concurrent - Math.max(1, concurrent / RESERVED_PART)), true);
    }

    /** What is asked for. */
    enum Kind {
        FIRST,
        RENEWAL
    }

    /** Work that has an outcome. */
    @FunctionalInterface
    interface Work<T> {
        T run(Turn turn) throws InterruptedException;
    }

    /** Does the work; empty if no turn comes within the time, which is for all waits of this work together. */
    <T> Optional<T> take(Kind kind, boolean isSuspect, long millis, Work<T> work) throws InterruptedException {
        List<Semaphore> gates = switch (kind) {
            case FIRST -> isSuspect ? List.of(laneOfFirsts, firsts, all) : List.of(firsts, all);
            case RENEWAL -> isSuspect ? List.of(laneOfRenewals, all) : List.of(all);
        };
        Held held = new Held(gates, millis, nanos);
        if (!held.acquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(work.run(held));
        } finally {
            held.release();
        }
    }

    /** A turn: of one thread. */
    private static final class Held implements Turn {

        private final List<Semaphore> gates;
        private final LongSupplier nanos;
        private long left;
        private int passed;

        Held(List<Semaphore> gates, long millis, LongSupplier nanos) {
            this.gates = gates;
            this.nanos = nanos;
            this.left = TimeUnit.MILLISECONDS.toNanos(millis);
        }

        boolean acquire() throws InterruptedException {
            long since = nanos.getAsLong();
            try {
                while (passed < gates.size()) {
                    long waited = nanos.getAsLong() - since;
                    if (!gates.get(passed).tryAcquire(Math.max(0, left - waited), TimeUnit.NANOSECONDS)) {
                        release();
                        return false;
                    }
                    passed++;
                }
                return true;
            } catch (InterruptedException ending) {
                release();
                throw ending;
            } finally {
                left -= nanos.getAsLong() - since;
            }
        }

        void release() {
            while (passed > 0) {
                passed--;
                gates.get(passed).release();
            }
        }

        @Override
        public <T> Optional<T> aside(Question<T> question) throws InterruptedException {
            release();
            T answer = question.ask();
            return acquire() ? Optional.of(answer) : Optional.empty();
        }
    }
}
