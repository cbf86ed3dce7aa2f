package io.pigw.bench.enroll;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Enrolls at fixed times, each time over a connection of its own, and counts from when each was due. One whose connection is closed
 * dials again, as a person would; one that is told to come later has waited too long. On the generator's loop.
 */
final class GoodClient {

    /** Longer than anybody waits. */
    private static final long PATIENCE_SECONDS = 10;

    private static final long AGAIN_MILLIS = 50;

    private final EventLoop loop;
    private final EstDialler dialler;
    private final String source;
    private final List<Result> results = new ArrayList<>();

    GoodClient(EventLoop loop, EstDialler dialler, String source) {
        this.loop = loop;
        this.dialler = dialler;
        this.source = source;
    }

    /**
     * How one went.
     *
     * @param status of the answer; 0: there was none
     * @param nanos since it was due
     * @param dials connections that it took
     */
    record Result(int status, long nanos, int dials) {}

    void enroll(byte[] request) {
        new One(request, System.nanoTime()).begin();
    }

    List<Result> results() {
        return List.copyOf(results);
    }

    private final class One implements EstConnection.Events {

        private final byte[] request;
        private final long due;
        private int dials;
        private boolean done;

        One(byte[] request, long due) {
            this.request = request;
            this.due = due;
        }

        void begin() {
            var _ = loop.schedule(() -> finish(0), PATIENCE_SECONDS, TimeUnit.SECONDS);
            dial();
        }

        private void dial() {
            dials++;
            dialler.open(source, new EstConnection(this));
        }

        @Override
        public void ready(EstConnection connection) {
            connection.send(request);
        }

        @Override
        public void answered(EstConnection connection, int status, byte[] body) {
            finish(status);
            connection.close();
        }

        @Override
        public void closed(EstConnection connection) {
            if (!done) {
                var _ = loop.schedule(this::again, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        private void again() {
            if (!done) {
                dial();
            }
        }

        private void finish(int status) {
            if (!done) {
                done = true;
                results.add(new Result(status, System.nanoTime() - due, dials));
            }
        }
    }
}
