package io.pigw.gateway.ua;

import io.netty.util.concurrent.Future;
import io.pigw.gateway.sip.ClientEvents;
import io.pigw.gateway.sip.OutgoingRequest;
import io.pigw.gateway.sip.SipHead;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One client transaction of a flight. What it comes to is told once; that its branch is free again, once too. Thread-safe. */
final class Attempt implements ClientEvents {

    private static final int FIRST_FINAL = 200;

    /** What an attempt tells. */
    interface Listener {
        void onOutcome(Attempt attempt, RequestOutcome outcome);

        void onBranchFree();
    }

    private final BooleanSupplier elsewhere;
    private final Listener listener;
    private final AtomicReference<@Nullable Future<?>> watch = new AtomicReference<>();
    private final AtomicBoolean told = new AtomicBoolean();
    private final AtomicBoolean freed = new AtomicBoolean();
    private @Nullable OutgoingRequest request;
    private boolean abandoned;
    private volatile boolean heard;
    private volatile boolean refused;

    /**
     * An attempt.
     *
     * @param elsewhere whether the request can go to another hop
     */
    Attempt(BooleanSupplier elsewhere, Listener listener) {
        this.elsewhere = elsewhere;
        this.listener = listener;
    }

    /** A timer to be stopped when anything is heard. */
    void watch(@Nullable Future<?> timer) {
        Future<?> before = watch.getAndSet(timer);
        if (before != null) {
            before.cancel(false);
        }
    }

    /** The hop is down: ends as after Timer F, if nothing was heard and the request can go elsewhere. On the loop. */
    void giveUp() {
        if (!heard && elsewhere.getAsBoolean()) {
            abandon();
            tell(new RequestOutcome.TimedOut());
        }
    }

    /** The transaction under way; null until it is started. */
    synchronized void started(OutgoingRequest started) {
        request = started;
        if (abandoned) {
            started.abandon();
        }
    }

    /** Whether the transport took it: else what it came to says nothing about the hop. */
    boolean wasStarted() {
        return !refused;
    }

    /** Whether the hop said anything, provisional or final: it has the request then. */
    boolean wasHeard() {
        return heard;
    }

    /** It could not even be started. */
    void notStarted(String why) {
        refused = true;
        tell(new RequestOutcome.Failed(why, false));
        onTerminated();
    }

    @Override
    public void onResponse(int status, SipHead head) {
        heard = true;
        watch(null);
        if (status >= FIRST_FINAL) {
            tell(new RequestOutcome.Answered(status, head));
        }
    }

    @Override
    public void onTimeout() {
        tell(new RequestOutcome.TimedOut());
    }

    @Override
    public void onSendFailure(SendFailure failure) {
        abandon();
        switch (failure) {
            case NOT_SENT -> tell(new RequestOutcome.Failed("the core cannot be reached", false));
            case BROKEN -> tell(new RequestOutcome.Failed("the connection to the core broke", true));
        }
    }

    @Override
    public void onTerminated() {
        if (freed.compareAndSet(false, true)) {
            listener.onBranchFree();
        }
    }

    private synchronized void abandon() {
        abandoned = true;
        if (request != null) {
            request.abandon();
        }
    }

    private void tell(RequestOutcome outcome) {
        if (told.compareAndSet(false, true)) {
            watch(null);
            listener.onOutcome(this, outcome);
        }
    }
}
