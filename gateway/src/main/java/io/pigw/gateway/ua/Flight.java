package io.pigw.gateway.ua;

import io.pigw.gateway.nexthop.Hop;
import io.pigw.gateway.nexthop.HopChoice;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request on its way from hop to hop. On the sender's loop, but for the outcome. */
final class Flight {

    /** In bytes, all of the message: 200 less than an Ethernet's MTU (RFC 3261 §18.1.1). */
    private static final int LARGEST_OVER_UDP = 1_300;

    /** In bytes: what UDP over IPv4 can carry at all. */
    private static final int LARGEST_DATAGRAM = 65_507;

    private final SipRequest request;
    private final CompletableFuture<RequestOutcome> outcome = new CompletableFuture<>();
    private final Deque<Hop> left = new ArrayDeque<>();
    private final Set<InetSocketAddress> reachedByStream = new HashSet<>();
    private final int size;
    private final boolean large;
    private final boolean reports;
    private @Nullable RequestOutcome last;
    private String whyNone = "";
    private boolean mayHaveArrived;
    private boolean repeated;

    private Flight(SipRequest request, int size, boolean reports) {
        this.request = request;
        this.size = size;
        this.large = size > LARGEST_OVER_UDP;
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

    /** Whether UDP is for it only where no stream comes about. */
    boolean isLarge() {
        return large;
    }

    CompletableFuture<RequestOutcome> outcome() {
        return outcome;
    }

    void over(HopChoice choice) {
        left.addAll(choice.hops());
        whyNone = choice.whyNone();
    }

    /** Whether there is another hop to try after one that took the request and said nothing. */
    boolean hasMoreAfter(Hop silent) {
        return left.stream()
                .anyMatch(hop ->
                        mayGoTo(hop) && !(isOnlyForWant(hop) && hop.address().equals(silent.address())));
    }

    /** The next hop, or null when none is left. */
    @Nullable
    Hop next() {
        repeated = false;
        Hop hop = left.poll();
        while (hop != null && !mayGoTo(hop)) {
            whyNone = "it must not go by UDP, and no server takes it over a stream";
            hop = left.poll();
        }
        return hop;
    }

    private boolean mayGoTo(Hop hop) {
        return hop.transport().isReliable()
                || size <= LARGEST_DATAGRAM && !(isOnlyForWant(hop) && reachedByStream.contains(hop.address()));
    }

    /** Whether the hop is for want of a stream to its server (RFC 3261 §18.1.1). */
    private boolean isOnlyForWant(Hop hop) {
        return large && !hop.transport().isReliable();
    }

    /** Whether the same hop may be tried once more after a connection broke under the request: it may just have been an old one. */
    boolean repeats() {
        boolean first = !repeated;
        repeated = true;
        return first;
    }

    /** A hop did not take it. */
    void missed(Hop hop, RequestOutcome at) {
        last = at;
        boolean here = switch (at) {
            case RequestOutcome.Answered _ -> false;
            case RequestOutcome.TimedOut() -> true;
            case RequestOutcome.Failed failed -> failed.mayHaveArrived();
        };
        mayHaveArrived |= here;
        if (hop.transport().isReliable() && (here || at instanceof RequestOutcome.Answered)) {
            reachedByStream.add(hop.address());
        }
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
