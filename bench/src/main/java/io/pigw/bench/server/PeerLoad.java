package io.pigw.bench.server;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.pigw.bench.load.NumberedText;
import io.pigw.bench.overlay.OverlayFiles;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Party;
import io.pigw.peer.Peer;
import io.pigw.peer.text.SendResult;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Peers send to IMS users in turns, at fixed times. What was answered goes to a file line by line, which outlives the process: number,
 * Call-ID and status. On one loop; lines are written on the peers' loops.
 */
public final class PeerLoad implements AutoCloseable {

    private static final int USERS = 997;
    private static final long TICK_MILLIS = 5;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final List<Peer> peers;
    private final Plan plan;
    private final BufferedWriter ledger;
    private final ScheduledFuture<?> ticks;
    private final long begunNanos = System.nanoTime();
    private long sent;
    private boolean closed;

    /**
     * How they send.
     *
     * @param perSecond messages of all of them together, 0 for none
     * @param first number; each further message has the next one
     * @param ledger the file
     */
    public record Plan(int perSecond, long first, Path ledger) {

        private static final int WORDS = 3;

        /** What {@link #parse} reads. */
        public String line() {
            return perSecond + " " + first + " " + ledger;
        }

        static Plan parse(String line) {
            String[] words = line.split(" ", WORDS);
            return new Plan(Integer.parseInt(words[0]), Long.parseLong(words[1]), Path.of(words[2]));
        }
    }

    private PeerLoad(List<Peer> peers, Plan plan, BufferedWriter ledger, EventLoop loop) {
        this.peers = peers;
        this.plan = plan;
        this.ledger = ledger;
        this.ticks = loop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    static PeerLoad start(List<Peer> peers, Plan plan, EventLoop loop) throws IOException {
        BufferedWriter ledger =
                Files.newBufferedWriter(plan.ledger(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return new PeerLoad(peers, plan, ledger, loop);
    }

    /** Whom that message is for. */
    public static String user(long number) {
        return String.format(Locale.ROOT, "user%03d", number % USERS);
    }

    private void tick() {
        double elapsedMillis = (System.nanoTime() - begunNanos) / 1e6;
        long due = (long) (elapsedMillis * plan.perSecond() / MILLIS_PER_SECOND);
        for (; sent < due; sent++) {
            send(plan.first() + sent);
        }
    }

    private void send(long number) {
        Peer peer = peers.get((int) (number % peers.size()));
        var _ = peer.send(
                        new Party.User(user(number), OverlayFiles.IMS_DOMAIN),
                        "text/plain;charset=UTF-8",
                        Bytes.utf8(NumberedText.of(number)))
                .thenAccept(result -> write(number, result));
    }

    private synchronized void write(long number, SendResult result) {
        if (closed) {
            return;
        }
        try {
            ledger.write(Long.toHexString(number) + " " + result.callId().value() + " "
                    + result.status().code() + "\n");
            ledger.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException("the ledger cannot be written", failed);
        }
    }

    /** Sends no more; what is under way is still written down when it is answered. */
    void stop() {
        ticks.cancel(false);
    }

    @Override
    public void close() {
        stop();
        synchronized (this) {
            closed = true;
        }
        try {
            ledger.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("the ledger cannot be written", failed);
        }
    }
}
