package io.pigw.gateway.ua;

import io.pigw.gateway.nexthop.Hop;
import io.pigw.gateway.nexthop.HopChoice;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request on its way from hop to hop. On the sender's loop, but for the outcome. */
final class Flight {

    private final SipRequest request;
    private final CompletableFuture<RequestOutcome> outcome = new CompletableFuture<>();
    private final Deque<Hop> left = new ArrayDeque<>();
    private final int size;
    private final boolean reports;
    private @Nullable RequestOutcome last;
    private String whyNone = "";
    private boolean mayHaveArrived;
    private boolean repeated;

    private Flight(SipRequest request, int size, boolean reports) {
        this.request = request;
        this.size = size;
        this.reports = reports;
    }

    /** One that goes where the hops' source says. */
    Flight(SipRequest request, int size) {
        this(request, size, true);
    }

    /** One to a single hop, to find out how it is: what that tells, it does not report. */
    static Flight to(Hop hop, SipRequest request, int size) {
        Flight flight = new Flight(request, size, false);
        flight.left.add(hop);
        return flight;
    }

    boolean reports() {
        return reports;
    }

    SipRequest request() {
        return request;
    }

    /** In bytes over UDP. */
    int size() {
        return size;
    }

    CompletableFuture<RequestOutcome> outcome() {
        return outcome;
    }

    void over(HopChoice choice) {
        left.addAll(choice.hops());
        whyNone = choice.whyNone();
    }

    /** Whether there is another hop to try. */
    boolean hasMore() {
        return !left.isEmpty();
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
            case null -> new RequestOutcome.Failed(whyNone, false);
            case RequestOutcome.Answered answered when !mayHaveArrived -> answered;
            case RequestOutcome.Answered answered -> new RequestOutcome.Failed("answered " + answered.status(), true);
            case RequestOutcome.TimedOut timedOut -> timedOut;
            case RequestOutcome.Failed failed -> new RequestOutcome.Failed(failed.why(), mayHaveArrived);
        };
    }
}
