package io.pigw.gateway.ua;

import io.pigw.gateway.sip.ClientEvents;
import io.pigw.gateway.sip.OutgoingRequest;
import io.pigw.gateway.sip.SipHead;
import io.pigw.gateway.sip.SipText;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One client transaction of a flight. What it comes to is told once; that its branch is free again, once too. Thread-safe. */
final class Attempt implements ClientEvents {

    private static final int FIRST_FINAL = 200;
    private static final int REASON_STARTS = "SIP/2.0 200 ".length();

    /** What an attempt tells. */
    interface Listener {
        void onOutcome(Attempt attempt, SendOutcome outcome);

        void onBranchFree(Attempt attempt);
    }

    private final UaConfig.Transport transport;
    private final Listener listener;
    private final AtomicBoolean told = new AtomicBoolean();
    private final AtomicBoolean freed = new AtomicBoolean();
    private @Nullable OutgoingRequest request;
    private boolean abandoned;

    Attempt(UaConfig.Transport transport, Listener listener) {
        this.transport = transport;
        this.listener = listener;
    }

    UaConfig.Transport transport() {
        return transport;
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
        tell(new SendOutcome.Failed(why, false));
        onTerminated();
    }

    @Override
    public void onResponse(int status, SipHead head) {
        if (status >= FIRST_FINAL) {
            String line = head.startLine();
            String reason = line.length() > REASON_STARTS ? line.substring(REASON_STARTS) : "";
            tell(new SendOutcome.Final(status, reason, retryAfter(head)));
        }
    }

    @Override
    public void onTimeout() {
        tell(new SendOutcome.TimedOut());
    }

    @Override
    public void onSendFailure(SendFailure failure) {
        abandon();
        switch (failure) {
            case NOT_SENT -> tell(new SendOutcome.Failed("the core cannot be reached", false));
            case BROKEN -> tell(new SendOutcome.Failed("the connection to the core broke", true));
        }
    }

    @Override
    public void onTerminated() {
        if (freed.compareAndSet(false, true)) {
            listener.onBranchFree(this);
        }
    }

    private synchronized void abandon() {
        abandoned = true;
        if (request != null) {
            request.abandon();
        }
    }

    private void tell(SendOutcome outcome) {
        if (told.compareAndSet(false, true)) {
            listener.onOutcome(this, outcome);
        }
    }

    /** RFC 3261 §20.33: seconds, then perhaps a comment or parameters. */
    private static OptionalLong retryAfter(SipHead head) {
        String value = head.first("Retry-After").orElse("");
        int end = 0;
        while (end < value.length() && value.charAt(end) >= '0' && value.charAt(end) <= '9') {
            end++;
        }
        long seconds = SipText.decimal(value.substring(0, end));
        return seconds < 0 ? OptionalLong.empty() : OptionalLong.of(seconds);
    }
}
