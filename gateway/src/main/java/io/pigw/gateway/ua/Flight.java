package io.pigw.gateway.ua;

import io.pigw.gateway.nexthop.Hop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request on its way from hop to hop. On the sender's loop, but for the outcome. */
final class Flight {

    private final SipRequest request;
    private final CompletableFuture<RequestOutcome> outcome = new CompletableFuture<>();
    private final Deque<Hop> left = new ArrayDeque<>();
    private @Nullable RequestOutcome last;
    private boolean mayHaveArrived;
    private boolean repeated;

    Flight(SipRequest request) {
        this.request = request;
    }

    SipRequest request() {
        return request;
    }

    CompletableFuture<RequestOutcome> outcome() {
        return outcome;
    }

    void over(List<Hop> hops) {
        left.addAll(hops);
    }

    /** The next hop, or null when none is left. */
    @Nullable
    Hop next() {
        repeated = false;
        return left.poll();
    }

    /** Whether the same hop may be tried once more after a connection broke under the request: it may just have been an old one. */
    boolean repeats() {
        boolean first = !repeated;
        repeated = true;
        return first;
    }

    /** A hop did not take it. */
    void missed(RequestOutcome at) {
        last = at;
        mayHaveArrived |= switch (at) {
            case RequestOutcome.Answered _ -> false;
            case RequestOutcome.TimedOut() -> true;
            case RequestOutcome.Failed failed -> failed.mayHaveArrived();
        };
    }

    /** What it has come to when no hop took it. */
    RequestOutcome missedAll() {
        return switch (last) {
            case null -> new RequestOutcome.Failed("no server of the core is known", false);
            case RequestOutcome.Answered answered when !mayHaveArrived -> answered;
            case RequestOutcome.Answered answered -> new RequestOutcome.Failed("answered " + answered.status(), true);
            case RequestOutcome.TimedOut timedOut -> timedOut;
            case RequestOutcome.Failed failed -> new RequestOutcome.Failed(failed.why(), mayHaveArrived);
        };
    }
}
