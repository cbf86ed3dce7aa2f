package io.pigw.runtime.admin;

import io.netty.channel.Channel;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The costly parts of a port's TLS handshakes, on one thread of its own: whoever sends ClientHellos and nothing else stalls
 * those handshakes at most, and no loop. Any thread.
 */
final class AdminHandshakes implements AutoCloseable {

    private static final int MAX_WAITING = 1_024;

    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().daemon().name("pigw-admin-handshakes").factory(),
            new ThreadPoolExecutor.AbortPolicy());

    /** For that connection's handshake; what comes too late for it is not done. Beyond 1,024 waiting parts its handshake fails. */
    Executor of(Channel channel) {
        return part -> thread.execute(() -> {
            if (channel.isActive()) {
                part.run();
            }
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
