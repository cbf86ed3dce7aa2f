package io.pigw.bench.enroll;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** New connections: every other one stalls in its handshake, the rest send one bad request each and go. */
final class ConnectionFlood implements Flooding, EstConnection.Events {

    /** Open at a time; a machine has only so many ports. */
    private static final int MAX_OPEN = 4_000;

    private final EstDialler dialler;
    private final List<String> sources;
    private final List<byte[]> requests;
    private final Set<Channel> stalled = new HashSet<>();
    private int next;
    private int open;
    private long sent;
    private long answered;
    private long closed;
    private long withheld;

    ConnectionFlood(EstDialler dialler, List<String> sources, List<byte[]> requests) {
        this.dialler = dialler;
        this.sources = sources;
        this.requests = requests;
    }

    @Override
    public void launch() {
        if (open >= MAX_OPEN) {
            withheld++;
            return;
        }
        open++;
        sent++;
        int number = next++;
        String source = sources.get(number / 2 % sources.size());
        if (number % 2 == 0) {
            dialler.open(source, new EstConnection(this));
        } else {
            stall(source);
        }
    }

    private void stall(String source) {
        var dialled = dialler.stall(source, () -> {
            open--;
            closed++;
        });
        stalled.add(dialled.channel());
        var _ = dialled.channel().closeFuture().addListener(_ -> stalled.remove(dialled.channel()));
    }

    @Override
    public void ready(EstConnection connection) {
        connection.send(requests.get(next % requests.size()));
    }

    @Override
    public void answered(EstConnection connection, int status, byte[] body) {
        answered++;
        connection.close();
    }

    @Override
    public void closed(EstConnection connection) {
        open--;
        closed++;
    }

    @Override
    public void stop() {
        for (Channel channel : new ArrayList<>(stalled)) {
            var _ = channel.close();
        }
    }

    @Override
    public FloodCounts counts() {
        return new FloodCounts(sent, answered, Math.max(0, closed - answered), withheld);
    }
}
