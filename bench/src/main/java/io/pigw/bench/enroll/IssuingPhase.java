package io.pigw.bench.enroll;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Does one job after the other in each of some places, until the time is over or no job is left. On the generator's loop.
 */
final class IssuingPhase implements EstConnection.Events {

    private static final int OK = 200;
    private static final long LONGEST_NANOS = 120_000_000_000L;
    private static final String HERE = "127.0.0.1";

    private final Iterator<Job> jobs;
    private final boolean kept;
    private final long lengthNanos;
    private final Consumer<Result> then;
    private final Histogram latencies = new Histogram(1, LONGEST_NANOS, 3);
    private final Map<EstConnection, Started> dialled = new HashMap<>();
    private final Map<EstConnection, Started> waiting = new HashMap<>();
    private long startNanos;
    private long lastNanos;
    private long done;
    private long refused;
    private int lastRefusal;
    private int open;

    /**
     * What came of it.
     *
     * @param lastRefusal status of the last refusal, 0: none
     * @param nanos from the beginning to the last answer
     */
    record Result(long done, long refused, int lastRefusal, long nanos, Histogram latencies) {}

    /** A job and when it began: with dialling, if it has a connection of its own. */
    private record Started(Job job, long nanos) {}

    /** @param kept whether a connection carries one job after the other, or each has one of its own */
    IssuingPhase(Iterator<Job> jobs, boolean kept, long lengthNanos, Consumer<Result> then) {
        this.jobs = jobs;
        this.kept = kept;
        this.lengthNanos = lengthNanos;
        this.then = then;
    }

    void begin(int connections) {
        startNanos = System.nanoTime();
        lastNanos = startNanos;
        for (int i = 0; i < connections; i++) {
            dial();
        }
    }

    private void dial() {
        Started next = next();
        if (next != null) {
            open++;
            EstConnection connection = new EstConnection(this);
            dialled.put(connection, next);
            next.job().dialler().open(HERE, connection);
        } else if (open == 0) {
            then.accept(new Result(done, refused, lastRefusal, lastNanos - startNanos, latencies));
        }
    }

    private @Nullable Started next() {
        long now = System.nanoTime();
        return now - startNanos >= lengthNanos || !jobs.hasNext() ? null : new Started(jobs.next(), now);
    }

    @Override
    public void ready(EstConnection connection) {
        Started first = dialled.remove(connection);
        if (first != null) {
            send(connection, kept ? new Started(first.job(), System.nanoTime()) : first);
        }
    }

    private void send(EstConnection connection, Started started) {
        waiting.put(connection, started);
        connection.send(started.job().request().toArray());
    }

    @Override
    public void answered(EstConnection connection, int status, byte[] body) {
        lastNanos = System.nanoTime();
        Started started = waiting.remove(connection);
        if (started == null) {
            return;
        }
        if (status == OK) {
            done++;
            latencies.recordValue(Math.clamp(lastNanos - started.nanos(), 1, LONGEST_NANOS));
            started.job().certificate().accept(body);
        } else {
            refused++;
            lastRefusal = status;
        }
        Started next = kept ? next() : null;
        if (next == null) {
            connection.close();
        } else {
            send(connection, next);
        }
    }

    @Override
    public void closed(EstConnection connection) {
        open--;
        if (waiting.remove(connection) != null || dialled.remove(connection) != null) {
            refused++;
        }
        dial();
    }
}
