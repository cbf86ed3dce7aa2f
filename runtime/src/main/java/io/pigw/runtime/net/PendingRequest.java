package io.pigw.runtime.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.message.P2psipMessage;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request of ours: {@code waiting for a link → sent → done}, or straight from waiting to done. Ends exactly once. On the
 * loop alone.
 */
final class PendingRequest {

    private final P2psipMessage request;
    private final Consumer<Outcome> then;
    private @Nullable Future<?> timer;
    private @Nullable Link link;
    private boolean done;

    PendingRequest(P2psipMessage request, Consumer<Outcome> then) {
        this.request = request;
        this.then = then;
    }

    P2psipMessage request() {
        return request;
    }

    boolean isDone() {
        return done;
    }

    void endWithin(Duration timeout, EventLoop loop) {
        timer = loop.schedule(this::timedOut, timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    void sentOver(Link over) {
        link = over;
    }

    void end(Outcome outcome) {
        if (done) {
            return;
        }
        done = true;
        if (timer != null) {
            timer.cancel(false);
        }
        if (link != null) {
            link.forget(this);
        }
        then.accept(outcome);
    }

    /** What was never sent has surely not arrived. */
    private void timedOut() {
        end(link == null ? new Outcome.Unreachable("no link in time") : new Outcome.TimedOut());
    }
}
