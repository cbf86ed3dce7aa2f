package io.pigw.runtime.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A link that is dialled again whenever it is lost: {@code dialling → up → pausing → dialling …} until closed. While it is up
 * it asks for a sign of life now and then; a connection that takes the place of another (a renewed certificate) changes nothing
 * about that. Its state is on the loop alone; {@link #close} and {@link #isUp} are safe on any
 * thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's channels tell of failures by their close
public final class KeptLink implements AutoCloseable {

    private final NodeContact contact;
    private final LinkListener listener;
    private final EventLoop loop;
    private final EndpointOptions options;
    private final Dialler dialler;
    private final LinkPool pool;
    private final RandomGenerator random;
    private @Nullable Link link;
    private @Nullable Future<?> timer;
    private Duration pause;
    private boolean closed;
    private volatile boolean up;

    KeptLink(
            NodeContact contact,
            LinkListener listener,
            EventLoop loop,
            EndpointOptions options,
            Dialler dialler,
            LinkPool pool,
            RandomGenerator random) {
        this.contact = contact;
        this.listener = listener;
        this.loop = loop;
        this.options = options;
        this.dialler = dialler;
        this.pool = pool;
        this.random = random;
        this.pause = options.redialMin();
    }

    /** Whom it keeps a link to, and where. */
    public NodeContact contact() {
        return contact;
    }

    /** Whether there is a link now. */
    public boolean isUp() {
        return up;
    }

    /** Dials no more and closes the link; its listener still hears of that. */
    @Override
    public void close() {
        if (!loop.inEventLoop()) {
            loop.execute(this::close);
            return;
        }
        closed = true;
        stopTimer();
        if (link != null) {
            link.close("no longer kept");
        }
    }

    void start() {
        if (closed) {
            return;
        }
        Link there = pool.dialledTo(contact);
        if (there != null) {
            linked(there);
            return;
        }
        dialler.dial(contact, new Dialler.Waiter() {
            @Override
            public void linked(Link dialled) {
                KeptLink.this.linked(dialled);
            }

            @Override
            public void failed(String reason) {
                if (!closed) {
                    redialLater();
                    listener.failed(contact, reason);
                }
            }
        });
    }

    private void linked(Link dialled) {
        if (closed) {
            return;
        }
        use(dialled);
        up = true;
        listener.opened(dialled.node(), dialled.address());
    }

    private void use(Link dialled) {
        link = dialled;
        dialled.keep(true);
        long since = loop.ticker().nanoTime();
        stopTimer();
        timer = loop.schedule(this::askForLife, options.keepAliveEvery().toNanos(), TimeUnit.NANOSECONDS);
        dialled.channel().closeFuture().addListener(_ -> loop.execute(() -> lost(dialled, since)));
        dialled.onRetired(successor -> {
            if (!closed && dialled.equals(link)) {
                use(successor);
            }
        });
    }

    private void lost(Link lost, long sinceNanos) {
        if (!lost.equals(link)) {
            return; // another took its place
        }
        link = null;
        up = false;
        stopTimer();
        if (!closed) {
            if (loop.ticker().nanoTime() - sinceNanos > options.redialMax().toNanos()) {
                pause = options.redialMin();
            }
            redialLater();
        }
        listener.closed(lost.node(), lost.gone());
    }

    private void redialLater() {
        long nanos = pause.toNanos();
        long cut = (long) (nanos * 0.5 * random.nextDouble());
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(options.redialMax()) > 0 ? options.redialMax() : twice;
        timer = loop.schedule(this::start, nanos - cut, TimeUnit.NANOSECONDS);
    }

    private void askForLife() {
        Link asked = link;
        if (asked == null || !asked.isOpen()) {
            return;
        }
        PendingRequest question = new PendingRequest(new ChordMessage.Ping(Transaction.mint(random)), outcome -> {
            if (!asked.equals(link)) {
                return; // another took its place
            }
            if (outcome instanceof Outcome.TimedOut) {
                asked.close("no sign of life");
            } else {
                timer = loop.schedule(this::askForLife, options.keepAliveEvery().toNanos(), TimeUnit.NANOSECONDS);
            }
        });
        question.endWithin(options.keepAliveTimeout(), loop);
        String failure = asked.start(question);
        if (failure != null) {
            asked.close("no sign of life: " + failure);
            question.end(new Outcome.Unreachable(failure));
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
