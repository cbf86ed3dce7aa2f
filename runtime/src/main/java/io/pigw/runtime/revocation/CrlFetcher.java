package io.pigw.runtime.revocation;

import io.netty.channel.EventLoop;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for the list of one CA again and again until it is closed. Its state is on its loop; a virtual thread does the asking. */
final class CrlFetcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CrlFetcher.class);

    private final CaStatus ca;
    private final URI uri;
    private final Means means;
    private final Supplier<Duration> poll;
    private final Function<Bytes, CrlVerdict> taker;
    private @Nullable ScheduledFuture<?> timer;
    private volatile @Nullable String etag;
    private int failures;
    private boolean running;
    private boolean again;
    private boolean closed;
    private final Hints hints = new Hints();
    private @Nullable ScheduledFuture<?> hinted;
    private long hintedForNanos;

    CrlFetcher(CaStatus ca, URI uri, Means means, Supplier<Duration> poll, Function<Bytes, CrlVerdict> taker) {
        this.ca = ca;
        this.uri = uri;
        this.means = means;
        this.poll = poll;
        this.taker = taker;
    }

    /** Asks at once, then at intervals. */
    void start() {
        onLoop(this::begin);
    }

    /**
     * There is a new list, a neighbour says: asks within the given time, or once the neighbour may have it ask again. A hint is
     * never lost: whoever asks after it was given has heeded it.
     */
    void hint(NodeId from, Duration within) {
        onLoop(() -> {
            long now = means.loop().ticker().nanoTime();
            long soon = now + (long) (within.toNanos() * means.random().nextDouble());
            OptionalLong due = closed ? OptionalLong.empty() : hints.due(from, now, soon);
            if (due.isPresent() && (hinted == null || due.getAsLong() - hintedForNanos < 0)) {
                if (hinted != null) {
                    hinted.cancel(false);
                }
                hintedForNanos = due.getAsLong();
                hinted = means.loop().schedule(this::heed, hintedForNanos - now, TimeUnit.NANOSECONDS);
            }
        });
    }

    private void heed() {
        hinted = null;
        again = running; // what is under way may have begun before the list was there
        begin();
    }

    @Override
    public void close() {
        onLoop(() -> {
            closed = true;
            if (timer != null) {
                timer.cancel(false);
            }
            if (hinted != null) {
                hinted.cancel(false);
            }
        });
    }

    private void begin() {
        if (!closed && !running) {
            running = true;
            Thread.ofVirtual().name("pigw-crl").start(() -> {
                boolean done = false;
                try {
                    done = fetch();
                } finally {
                    boolean succeeded = done;
                    onLoop(() -> ended(succeeded));
                }
            });
        }
    }

    private boolean fetch() {
        return switch (means.http().get(uri, etag)) {
            case Fetched.List list -> take(list);
            case Fetched.NotModified _ -> {
                means.meters().fetched("not_modified");
                yield true;
            }
            case Fetched.Failed failed -> {
                means.meters().fetched(failed.reason());
                yield false;
            }
        };
    }

    private boolean take(Fetched.List list) {
        boolean good = switch (taker.apply(list.der())) {
            case CrlVerdict.Taken _ -> true;
            case CrlVerdict.Refused refused -> refused.reason() == CrlRefusal.NOT_NEWER;
        };
        means.meters().fetched(good ? "ok" : "bad_list");
        if (good) {
            etag = list.etag();
        }
        return good;
    }

    private void ended(boolean succeeded) {
        running = false;
        ca.settled().complete(null);
        if (closed) {
            return;
        }
        failures = succeeded ? 0 : failures + 1;
        if (failures == 1) {
            LOG.atWarn().addKeyValue("url", uri).log("The list of revoked certificates cannot be fetched");
        }
        if (again) {
            again = false;
            begin();
            return;
        }
        schedule(
                FetchPace.next(ca.list(), !ca.isRoot(), means.clock().instant(), failures, poll.get(), means.random()));
    }

    private void schedule(Duration pause) {
        if (timer != null) {
            timer.cancel(false);
        }
        timer = means.loop().schedule(this::begin, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void onLoop(Runnable task) {
        try {
            means.loop().execute(task);
        } catch (RejectedExecutionException over) {
            ca.settled().complete(null);
        }
    }

    /** What all fetchers of a process share. */
    record Means(EventLoop loop, CrlHttp http, InstantSource clock, RandomGenerator random, RevocationMeters meters) {}
}
