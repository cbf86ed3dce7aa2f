package io.pigw.gateway.ua;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.channel.EventLoop;
import io.pigw.gateway.nexthop.Hop;
import io.pigw.gateway.nexthop.HopReport;
import io.pigw.gateway.nexthop.HopSource;
import io.pigw.gateway.nexthop.Transport;
import io.pigw.gateway.sip.OutgoingRequest;
import io.pigw.gateway.sip.SipHead;
import io.pigw.gateway.sip.SipMetrics;
import io.pigw.gateway.sip.SipTransport;
import io.pigw.p2psip.Bytes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sip.SipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests as non-INVITE client transactions: resent over UDP until Timer F (RFC 3261 §17.1.2), at the next hop after silence,
 * a broken connection or 503 (RFC 3263 §4.3). Thread-safe; what flies is on its loop, and it blocks nowhere.
 */
public final class HopSender implements RequestSender {

    private static final Logger LOG = LoggerFactory.getLogger(HopSender.class);
    private static final int UNAVAILABLE = 503;
    private static final int FIRST_REFUSAL = 300;

    /** What is heeded of a Retry-After: it may be a callee's own, passed on by a core that does not heed RFC 3261 §16.7. */
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);

    /** Without any answer for so many T1, 4 s, a hop is pinged. */
    private static final long SUSPICIOUS_T1S = 8;

    private final SipTransport transport;
    private final HopSource hops;
    private final SenderOptions options;
    private final EventLoop loop;
    private final SipMetrics metrics;
    private final RequestWriter writer;
    private final BranchNames names = new BranchNames();
    private final Branches branches;
    private final Map<Hop, Set<Attempt>> underWay = new HashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();

    /**
     * @param hops is asked and told on the loop
     */
    public HopSender(
            SipTransport transport, HopSource hops, SenderOptions options, EventLoop loop, SipMetrics metrics) {
        this.transport = transport;
        this.hops = hops;
        this.options = options;
        this.loop = loop;
        this.metrics = metrics;
        this.writer = new RequestWriter(by -> transport.advertised(by.name()));
        this.branches = new Branches(loop, 2L * options.t1Millis());
        hops.onDown(
                hop -> underWay.getOrDefault(hop, Set.of()).stream().toList().forEach(Attempt::giveUp));
    }

    @Override
    public CompletionStage<RequestOutcome> send(SipRequest request) {
        if (inFlight.incrementAndGet() > options.maxInFlight()) {
            inFlight.decrementAndGet();
            metrics.count(SipMetrics.SENT, "busy");
            return CompletableFuture.completedStage(new RequestOutcome.Failed("too many requests in flight", false));
        }
        Flight flight = new Flight(request, size(request));
        onLoop(() -> hops.choose(request.affinity(), flight.isLarge(), choice -> {
            flight.over(choice);
            next(flight);
        }));
        return flight.outcome().whenComplete((outcome, _) -> landed(outcome)).minimalCompletionStage();
    }

    /**
     * Sends to that hop and no other, whatever its state, and beside the limit; the hop's state is not touched.
     *
     * @return the outcome, on any thread; never fails
     */
    CompletionStage<RequestOutcome> sendTo(Hop hop, SipRequest request) {
        Flight flight = Flight.to(hop, request, size(request));
        onLoop(() -> next(flight));
        return flight.outcome().minimalCompletionStage();
    }

    private int size(SipRequest request) {
        String head = writer.head(request, Transport.UDP, request.branch() + BranchNames.ROOM);
        return writer.whole(head, request).size();
    }

    private void next(Flight flight) {
        Hop hop = flight.next();
        if (hop == null) {
            flight.outcome().complete(flight.missedAll());
            return;
        }
        Hop there = hop;
        String turn = BranchNames.first(flight.request().branch(), there);
        if (!branches.enter(turn, () -> onLoop(() -> start(flight, there, turn)))) {
            flight.outcome().complete(new RequestOutcome.Failed("this request is being sent already", true));
        }
    }

    private void start(Flight flight, Hop hop, String turn) {
        SipRequest request = flight.request();
        String head = writer.head(request, hop.transport(), names.of(request.branch(), hop));
        Bytes wire = writer.whole(head, request);
        Attempt attempt = attempt(flight, hop, turn);
        attempt.watch(loop.schedule(() -> suspect(flight, hop), SUSPICIOUS_T1S * options.t1Millis(), MILLISECONDS));
        underWay.computeIfAbsent(hop, _ -> new HashSet<>()).add(attempt);
        try {
            attempt.started(transport.send(
                    new OutgoingRequest.Plan(
                            head, wire, hop.address(), hop.transport().name(), hop.serverName(), options.t1Millis()),
                    attempt));
        } catch (SipException e) {
            LOG.atInfo().addKeyValue("hop", hop).setCause(e).log("A request could not be sent");
            attempt.notStarted("the transport refused it");
        }
    }

    private Attempt attempt(Flight flight, Hop hop, String turn) {
        return new Attempt(() -> flight.hasMoreAfter(hop), new Attempt.Listener() {
            @Override
            public void onOutcome(Attempt attempt, RequestOutcome outcome) {
                onLoop(() -> {
                    forget(hop, attempt);
                    ended(flight, hop, turn, attempt, outcome);
                });
            }

            @Override
            public void onBranchFree() {
                branches.free(turn);
            }
        });
    }

    private void suspect(Flight flight, Hop hop) {
        if (flight.reports()) {
            hops.suspect(hop);
        }
    }

    private void forget(Hop hop, Attempt attempt) {
        underWay.computeIfPresent(hop, (_, attempts) -> {
            attempts.remove(attempt);
            return attempts.isEmpty() ? null : attempts;
        });
    }

    private void ended(Flight flight, Hop hop, String turn, Attempt attempt, RequestOutcome outcome) {
        if (outcome instanceof RequestOutcome.Failed failed && failed.mayHaveArrived() && flight.repeats()) {
            flight.missed(hop, outcome);
            branches.next(turn, () -> onLoop(() -> start(flight, hop, turn)));
            return;
        }
        if (outcome instanceof RequestOutcome.TimedOut && attempt.wasHeard()) {
            flight.outcome()
                    .complete(outcome); // it is there and works on it: RFC 3263 §4.3 calls that no failure of the hop
            return;
        }
        if (outcome instanceof RequestOutcome.Answered answered) {
            name(flight.request().branch(), hop, answered.status());
        }
        HopReport report = report(outcome);
        if (flight.reports() && attempt.wasStarted()) {
            hops.report(hop, report);
        }
        if (report instanceof HopReport.Answered) {
            flight.outcome().complete(outcome);
        } else {
            flight.missed(hop, outcome);
            next(flight);
        }
    }

    private void name(String branch, Hop hop, int status) {
        if (status < FIRST_REFUSAL) {
            names.forget(branch, hop);
        } else {
            names.useUp(branch, hop);
        }
    }

    /** What an outcome tells about the hop. */
    static HopReport report(RequestOutcome outcome) {
        return switch (outcome) {
            case RequestOutcome.Answered(int status, SipHead head)
            when status == UNAVAILABLE -> {
                long seconds = RetryAfter.seconds(head).orElse(0);
                yield new HopReport.Busy(Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_REST.toSeconds())));
            }
            case RequestOutcome.Answered _ -> new HopReport.Answered();
            case RequestOutcome.TimedOut() -> new HopReport.Silent();
            case RequestOutcome.Failed(String why, boolean mayHaveArrived) ->
                mayHaveArrived ? new HopReport.Broken(why) : new HopReport.Failed(why);
        };
    }

    private void landed(RequestOutcome outcome) {
        inFlight.decrementAndGet();
        metrics.count(
                SipMetrics.SENT,
                switch (outcome) {
                    case RequestOutcome.Answered answered -> Integer.toString(answered.status());
                    case RequestOutcome.TimedOut() -> "timeout";
                    case RequestOutcome.Failed _ -> "failed";
                });
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }
}
