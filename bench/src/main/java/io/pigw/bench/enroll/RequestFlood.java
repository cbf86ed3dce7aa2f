package io.pigw.bench.enroll;

import java.util.ArrayList;
import java.util.List;

/**
 * Bad requests over connections that are kept, one after the other without waiting for answers (HTTP pipelining): a server that answers
 * slowly slows nobody down but who reads its answers. A connection that the server closes is dialled again.
 */
final class RequestFlood implements Flooding, EstConnection.Events {

    /** How many a connection may be ahead of its answers. */
    private static final int MAX_UNANSWERED = 256;

    private final EstDialler dialler;
    private final List<String> sources;
    private final List<byte[]> requests;
    private final List<EstConnection> ready = new ArrayList<>();
    private int dialled;
    private int next;
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
        for (int i = 0; i < ready.size(); i++) {
            next++;
            EstConnection connection = ready.get(next % ready.size());
            if (connection.hasRoom(MAX_UNANSWERED)) {
                sent++;
                connection.send(requests.get(next % requests.size()));
                return;
            }
        }
        withheld++;
    }

    @Override
    public void ready(EstConnection connection) {
        ready.add(connection);
    }

    @Override
    public void answered(EstConnection connection, int status, byte[] body) {
        answered++;
    }

    @Override
    public void closed(EstConnection connection) {
        ready.remove(connection);
        if (!stopped) {
            closed++;
            dial();
        }
    }

    @Override
    public void stop() {
        stopped = true;
        new ArrayList<>(ready).forEach(EstConnection::close);
    }

    @Override
    public FloodCounts counts() {
        return new FloodCounts(sent, answered, closed, withheld);
    }
}
