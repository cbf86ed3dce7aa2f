package io.pigw.bench.enroll;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Bad requests over connections that are kept; one that the server closes is dialled again. */
final class RequestFlood implements Flooding, EstConnection.Events {

    /** How many may wait for a free connection. */
    private static final int MAX_DUE = 1_000;

    private final EstDialler dialler;
    private final List<String> sources;
    private final List<byte[]> requests;
    private final Deque<EstConnection> idle = new ArrayDeque<>();
    private int dialled;
    private int next;
    private int due;
    private long sent;
    private long answered;
    private long closed;
    private long withheld;
    private boolean stopped;

    RequestFlood(EstDialler dialler, List<String> sources, List<byte[]> requests) {
        this.dialler = dialler;
        this.sources = sources;
        this.requests = requests;
    }

    void open(int connections) {
        for (int i = 0; i < connections; i++) {
            dial();
        }
    }

    private void dial() {
        dialler.open(sources.get(dialled++ % sources.size()), new EstConnection(this));
    }

    @Override
    public void launch() {
        if (due >= MAX_DUE) {
            withheld++;
            return;
        }
        due++;
        pump();
    }

    private void pump() {
        while (due > 0 && !idle.isEmpty()) {
            EstConnection connection = idle.poll();
            if (connection.isIdle()) {
                due--;
                sent++;
                connection.send(requests.get(next++ % requests.size()));
            }
        }
    }

    @Override
    public void ready(EstConnection connection) {
        idle.add(connection);
        pump();
    }

    @Override
    public void answered(EstConnection connection, int status, byte[] body) {
        answered++;
        if (stopped) {
            connection.close();
        } else {
            idle.add(connection);
            pump();
        }
    }

    @Override
    public void closed(EstConnection connection) {
        idle.remove(connection);
        if (!stopped) {
            closed++;
            dial();
        }
    }

    @Override
    public void stop() {
        stopped = true;
        idle.forEach(EstConnection::close);
    }

    @Override
    public FloodCounts counts() {
        return new FloodCounts(sent, answered, closed, withheld + due);
    }
}
