package io.pigw.gateway.ua;

import io.netty.channel.EventLoop;
import io.pigw.gateway.nexthop.Hop;
import io.pigw.gateway.nexthop.HopReport;
import io.pigw.gateway.nexthop.HopSource;
import io.pigw.gateway.nexthop.Transport;
import io.pigw.gateway.sip.OutgoingRequest;
import io.pigw.gateway.sip.SipMetrics;
import io.pigw.gateway.sip.SipTransport;
import io.pigw.p2psip.Bytes;
import java.time.Duration;
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
    private static final int LARGEST_OVER_UDP = 1_300;
    private static final int LARGEST_DATAGRAM = 65_507;
    private static final int UNAVAILABLE = 503;
    private static final int FIRST_REFUSAL = 300;
    private static final Duration LONGEST_REST = Duration.ofHours(1);

    private final SipTransport transport;
    private final HopSource hops;
    private final SenderOptions options;
    private final EventLoop loop;
    private final SipMetrics metrics;
    private final RequestWriter writer;
    private final BranchNames names = new BranchNames();
    private final Branches branches;
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
    }

    @Override
    public CompletionStage<RequestOutcome> send(SipRequest request) {
        if (inFlight.incrementAndGet() > options.maxInFlight()) {
            inFlight.decrementAndGet();
            metrics.count(SipMetrics.SENT, "busy");
            return CompletableFuture.completedStage(new RequestOutcome.Failed("too many requests in flight", false));
        }
        Flight flight = new Flight(request);
        onLoop(() -> hops.hops(request.affinity(), isLarge(request), found -> {
            flight.over(found);
            next(flight);
        }));
        return flight.outcome().minimalCompletionStage();
    }

    private boolean isLarge(SipRequest request) {
        String head = writer.head(request, Transport.UDP, request.branch());
        return writer.whole(head, request).size() > LARGEST_OVER_UDP;
    }

    private void next(Flight flight) {
        Hop hop = flight.next();
        if (hop == null) {
            finish(flight, flight.missedAll());
            return;
        }
        String turn = BranchNames.first(flight.request().branch(), hop);
        if (!branches.enter(turn, () -> onLoop(() -> start(flight, hop, turn)))) {
            finish(flight, new RequestOutcome.Failed("this request is being sent already", true));
        }
    }

    private void start(Flight flight, Hop hop, String turn) {
        SipRequest request = flight.request();
        String head = writer.head(request, hop.transport(), names.of(request.branch(), hop));
        Bytes wire = writer.whole(head, request);
        Attempt attempt = attempt(flight, hop, turn);
        if (!hop.transport().isReliable() && wire.size() > LARGEST_DATAGRAM) {
            attempt.notStarted("too large for a datagram");
            return;
        }
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
        return new Attempt(new Attempt.Listener() {
            @Override
            public void onOutcome(RequestOutcome outcome) {
                onLoop(() -> ended(flight, hop, turn, outcome));
            }

            @Override
            public void onBranchFree() {
                branches.free(turn);
            }
        });
    }

    private void ended(Flight flight, Hop hop, String turn, RequestOutcome outcome) {
        switch (outcome) {
            case RequestOutcome.Answered answered -> answered(flight, hop, answered);
            case RequestOutcome.TimedOut() -> missed(flight, hop, new HopReport.Failed("no final answer"), outcome);
            case RequestOutcome.Failed(String _, boolean broke)
            when broke && flight.repeats() -> {
                flight.missed(outcome);
                branches.next(turn, () -> onLoop(() -> start(flight, hop, turn)));
            }
            case RequestOutcome.Failed(String why, boolean _) ->
                missed(flight, hop, new HopReport.Failed(why), outcome);
        }
    }

    private void answered(Flight flight, Hop hop, RequestOutcome.Answered answered) {
        String branch = flight.request().branch();
        if (answered.status() < FIRST_REFUSAL) {
            names.forget(branch, hop);
        } else {
            names.useUp(branch, hop);
        }
        if (answered.status() == UNAVAILABLE) {
            Duration rest = Duration.ofSeconds(
                    Math.clamp(RetryAfter.seconds(answered.head()).orElse(0), 0, LONGEST_REST.toSeconds()));
            missed(flight, hop, new HopReport.Busy(rest), answered);
        } else {
            hops.report(hop, new HopReport.Answered());
            finish(flight, answered);
        }
    }

    private void missed(Flight flight, Hop hop, HopReport report, RequestOutcome outcome) {
        hops.report(hop, report);
        flight.missed(outcome);
        next(flight);
    }

    private void finish(Flight flight, RequestOutcome outcome) {
        inFlight.decrementAndGet();
        metrics.count(
                SipMetrics.SENT,
                switch (outcome) {
                    case RequestOutcome.Answered answered -> Integer.toString(answered.status());
                    case RequestOutcome.TimedOut() -> "timeout";
                    case RequestOutcome.Failed _ -> "failed";
                });
        flight.outcome().complete(outcome);
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }
}
