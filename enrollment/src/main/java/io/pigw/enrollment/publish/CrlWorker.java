package io.pigw.enrollment.publish;

import io.pigw.runtime.admin.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the {@link CrlPublisher} its thread: a round at each wish, when one is due, and again after a failure, with pauses from
 * a second to a minute. Between two rounds lies half a second, so that many revocations make few CRLs.
 */
public final class CrlWorker implements Readiness, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CrlWorker.class);
    private static final long GAP_NANOS = 500_000_000L;
    private static final long LOOK_MILLIS = 1_000;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int MAX_WISHES = 1_024;

    private final CrlPublisher publisher;
    private final InstantSource clock;
    private final CrlMeters meters;
    private final Thread thread;
    private List<CompletableFuture<List<Crl>>> wishes = new ArrayList<>();
    private boolean wished;
    private boolean closed;
    private long roundAt = System.nanoTime() - GAP_NANOS;
    private volatile @Nullable String failure;

    CrlWorker(CrlPublisher publisher, CrlMeters meters, InstantSource clock) {
        this.publisher = publisher;
        this.meters = meters;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("enrollment-crl").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** A new CRL is wanted: something was revoked. Returns at once; any thread. */
    public synchronized void wish() {
        wished = true;
        notifyAll();
    }

    /**
     * A new CRL is wanted, for whoever wants to see it.
     *
     * @return the CRLs, once they are public; fails if they cannot be made, or at once if a thousand wait already
     */
    public synchronized CompletableFuture<List<Crl>> signNow() {
        CompletableFuture<List<Crl>> wish = new CompletableFuture<>();
        if (closed || wishes.size() >= MAX_WISHES) {
            wish.completeExceptionally(new IllegalStateException("too many wait for a CRL"));
            return wish;
        }
        wishes.add(wish);
        wish();
        return wish;
    }

    @Override
    public Optional<String> unreadyBecause() {
        String reason = failure;
        if (reason != null) {
            return Optional.of("the CRL could not be signed: " + reason);
        }
        Instant end = publisher.goodUntil();
        return !end.equals(Instant.MIN) && isNear(end)
                ? Optional.of("no new CRL for long, and the last one ends at " + end
                        + ": see that the issuing key (file, token) answers, and start the server again")
                : Optional.empty();
    }

    private boolean isNear(Instant end) {
        return Duration.between(clock.instant(), end)
                        .compareTo(publisher.times().life().dividedBy(2))
                < 0;
    }

    /** Ends after the round under way, if there is one. Blocks for it. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration pause = Duration.ZERO;
        try {
            while (awaitTurn(pause)) {
                pause = round(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        take().forEach(wish -> wish.completeExceptionally(new IllegalStateException("the server is shutting down")));
    }

    /** Returns the pause to the next one. Not even an error ends the thread, for without it all nodes refuse one another. */
    private Duration round(Duration pause) throws InterruptedException {
        List<CompletableFuture<List<Crl>>> served = take();
        try {
            List<Crl> made = publisher.round();
            failure = null;
            meters.signed(made);
            log.atDebug().addKeyValue("lists", made.size()).log("CRLs signed");
            served.forEach(wish -> wish.complete(made));
            return Duration.ZERO;
        } catch (InterruptedException over) {
            served.forEach(wish -> wish.completeExceptionally(over));
            throw over;
        } catch (Throwable e) {
            Duration longer = next(pause);
            failed(e, longer);
            served.forEach(wish -> wish.completeExceptionally(e));
            return longer;
        }
    }

    private synchronized List<CompletableFuture<List<Crl>>> take() {
        List<CompletableFuture<List<Crl>>> served = wishes;
        wishes = new ArrayList<>();
        wished = false;
        return served;
    }

    /** Waits until a round is due; false: the worker is closed. */
    private synchronized boolean awaitTurn(Duration pause) throws InterruptedException {
        long notBefore = roundAt + Math.max(GAP_NANOS, pause.toNanos());
        while (!closed) {
            long millis = (notBefore - System.nanoTime()) / 1_000_000;
            boolean due = wished || !pause.isZero() || !clock.instant().isBefore(publisher.due());
            if (due && millis <= 0) {
                roundAt = System.nanoTime();
                return true;
            }
            wait(due ? millis : LOOK_MILLIS);
        }
        return false;
    }

    private static Duration next(Duration pause) {
        Duration twice = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private void failed(Throwable e, Duration pause) {
        failure = e instanceof Error ? e.toString() : String.valueOf(e.getMessage());
        meters.failed();
        Instant end = publisher.goodUntil();
        (end.equals(Instant.MIN) || isNear(end) ? log.atError() : log.atWarn())
                .setCause(e)
                .addKeyValue("goodUntil", end.equals(Instant.MIN) ? "none" : end)
                .addKeyValue("againAfter", pause)
                .log(
                        "the CRL could not be signed: see that the issuing key (file, token) and the database can be reached;"
                                + " past the CRL's end and their grace all nodes refuse one another");
    }
}
