package io.pigw.runtime.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import io.pigw.runtime.LogPace;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * What the endpoints of one loop share. A storm of dials, as when hundreds of nodes of a process come up, is worked off some at
 * a time: begun all at once, each handshake would take as long as all of them, and time out. And a flood of refusals does not
 * flood the log. On the loop alone.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a timer of a loop that ends has no more to do
final class LoopShare {

    static final int MAX_HANDSHAKES = 48;

    /** A dial that hangs gives way to the next after so long, and goes on. */
    private static final long LEASE_SECONDS = 5;

    private static final FastThreadLocal<LoopShare> OF_LOOP = new FastThreadLocal<>() {
        @Override
        protected LoopShare initialValue() {
            return new LoopShare();
        }
    };

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final LogPace pace = new LogPace();
    private int handshakes;

    /** Of the loop that runs this. */
    static LoopShare current() {
        return OF_LOOP.get();
    }

    /** Begins when there is room. How many may wait is the endpoints' limit of dials. */
    void whenThereIsRoom(EventLoop loop, Dialling dialling) {
        Runnable begin = () -> {
            handshakes++;
            Lease lease = new Lease();
            loop.schedule(lease::end, LEASE_SECONDS, TimeUnit.SECONDS);
            dialling.begin(lease);
        };
        if (handshakes < MAX_HANDSHAKES) {
            begin.run();
        } else {
            waiting.add(begin);
        }
    }

    /** How many lines were held back since the last one that was not; negative when this one is to be. */
    int mayLog(EventLoop loop) {
        return pace.mayLog(loop.ticker().nanoTime());
    }

    /** A dial that may begin. */
    @FunctionalInterface
    interface Dialling {
        /** Begins; the lease is ended when the dial is over. */
        void begin(Lease lease);
    }

    /** The room that a dial takes. */
    final class Lease {

        private boolean over;

        private Lease() {}

        /** Gives the room to the next. Idempotent. */
        void end() {
            if (!over) {
                over = true;
                handshakes--;
                while (handshakes < MAX_HANDSHAKES && !waiting.isEmpty()) {
                    waiting.remove().run();
                }
            }
        }
    }
}
