package io.pigw.gateway.ua;

import io.pigw.gateway.sip.ClientEvents;
import io.pigw.gateway.sip.OutgoingRequest;
import io.pigw.gateway.sip.SipHead;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One client transaction of a flight. What it comes to is told once; that its branch is free again, once too. Thread-safe. */
final class Attempt implements ClientEvents {

    private static final int FIRST_FINAL = 200;

    /** What an attempt tells. */
    interface Listener {
        void onOutcome(RequestOutcome outcome);

        void onBranchFree();
    }

    private final Listener listener;
    private final AtomicBoolean told = new AtomicBoolean();
    private final AtomicBoolean freed = new AtomicBoolean();
    private @Nullable OutgoingRequest request;
    private boolean abandoned;

    Attempt(Listener listener) {
        this.listener = listener;
    }

    /** The transaction under way; null until it is started. */
    synchronized void started(OutgoingRequest started) {
        request = started;
        if (abandoned) {
            started.abandon();
        }
    }

    /** It could not even be started. */
    void notStarted(String why) {
        tell(new RequestOutcome.Failed(why, false));
        onTerminated();
    }

    @Override
    public void onResponse(int status, SipHead head) {
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
            listener.onOutcome(outcome);
        }
    }
}
