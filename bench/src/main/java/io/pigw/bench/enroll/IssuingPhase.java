package io.pigw.bench.enroll;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Sends one request after the other over each of some connections, until the time is over or no request is left. On the generator's
 * loop.
 */
final class IssuingPhase implements EstConnection.Events {

    private static final int OK = 200;
    private static final long LONGEST_NANOS = 120_000_000_000L;

    private final EstDialler dialler;
    private final Iterator<byte[]> requests;
    private final boolean kept;
    private final long lengthNanos;
    private final Consumer<Result> then;
    private final Histogram latencies = new Histogram(1, LONGEST_NANOS, 3);
    private final Map<EstConnection, Long> since = new HashMap<>();
    private final Deque<Long> dialledAt = new ArrayDeque<>();
    private long startNanos;
    private long lastNanos;
    private long done;
    private long refused;
    private int lastStatus;
    private int open;

    /**
     * What came of it.
     *
     * @param nanos from the beginning to the last answer
     * @param lastRefusal status of the last refusal, 0: none
     */
    record Result(long done, long refused, int lastRefusal, long nanos, Histogram latencies) {}

    /** @param kept whether a connection carries all of its requests, or each has one of its own */
    IssuingPhase(EstDialler dialler, Iterator<byte[]> requests, boolean kept, long lengthNanos, Consumer<Result> then) {
        this.dialler = dialler;
        this.requests = requests;
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
        open++;
        dialledAt.add(System.nanoTime());
        dialler.open("127.0.0.1", this);
    }

    private boolean isOver() {
        return System.nanoTime() - startNanos >= lengthNanos || !requests.hasNext();
    }

    @Override
    public void ready(EstConnection connection) {
        Long at = dialledAt.poll();
        next(connection, kept || at == null ? System.nanoTime() : at);
    }

    private void next(EstConnection connection, long at) {
        if (isOver()) {
            connection.close();
        } else {
            since.put(connection, at);
            connection.send(requests.next());
        }
    }

    @Override
    public void answered(EstConnection connection, int status) {
        lastNanos = System.nanoTime();
        Long at = since.remove(connection);
        if (status == OK) {
            done++;
            latencies.recordValue(Math.clamp(lastNanos - (at == null ? lastNanos : at), 1, LONGEST_NANOS));
        } else {
            refused++;
            lastStatus = status;
        }
        if (kept) {
            next(connection, lastNanos);
        } else {
            connection.close();
        }
    }

    @Override
    public void closed(EstConnection connection) {
        open--;
        if (since.remove(connection) != null) {
            refused++;
        }
        if (!isOver()) {
            dial();
        } else if (open == 0) {
            then.accept(new Result(done, refused, lastStatus, lastNanos - startNanos, latencies));
        }
    }
}
