package io.pigw.gateway.ua;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.pigw.gateway.sip.OutgoingRequest;
import io.pigw.gateway.sip.SipMetrics;
import io.pigw.gateway.sip.SipTransport;
import io.pigw.p2psip.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sip.SipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends MESSAGE to the core as a non-INVITE client transaction: resent over UDP until Timer F (RFC 3261 §17.1.2), by TCP above 1,300
 * bytes, and then by UDP after all when the core has no TCP (§18.1.1). Thread-safe; blocks nowhere.
 */
public final class UserAgent {

    private static final Logger LOG = LoggerFactory.getLogger(UserAgent.class);
    private static final int LARGEST_OVER_UDP = 1_300;
    private static final int LARGEST_DATAGRAM = 65_507;

    private final SipTransport transport;
    private final UaConfig config;
    private final SipMetrics metrics;
    private final MessageWriter writer;
    private final Branches branches;
    private final AtomicInteger inFlight = new AtomicInteger();

    /**
     * @param loop times when a branch may be used again
     */
    public UserAgent(SipTransport transport, UaConfig config, EventLoop loop, SipMetrics metrics) {
        this.transport = transport;
        this.config = config;
        this.metrics = metrics;
        this.writer = new MessageWriter(transport.advertised());
        this.branches = new Branches(loop, 2L * config.t1Millis());
    }

    /**
     * Sends.
     *
     * @return the outcome, on any thread; never fails
     */
    public CompletionStage<SendOutcome> send(OutgoingMessage message) {
        if (inFlight.incrementAndGet() > config.maxInFlight()) {
            inFlight.decrementAndGet();
            metrics.count(SipMetrics.SENT, "busy");
            return CompletableFuture.completedStage(new SendOutcome.Failed("too many messages in flight", false));
        }
        Flight flight = new Flight(message);
        boolean queued = branches.enter(message.branch(), () -> start(flight, transportFor(message)));
        if (!queued) {
            finish(flight, new SendOutcome.Failed("this message is being sent already", true));
        }
        return flight.outcome().minimalCompletionStage();
    }

    private UaConfig.Transport transportFor(OutgoingMessage message) {
        int size =
                writer.whole(writer.head(message, config.transport()), message).size();
        return size > LARGEST_OVER_UDP ? UaConfig.Transport.TCP : config.transport();
    }

    private void start(Flight flight, UaConfig.Transport by) {
        String host = config.core().host();
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            sendTo(flight, by, NetUtil.createInetAddressFromIpAddressString(host));
        } else {
            Thread.startVirtualThread(() -> resolve(flight, by, host));
        }
    }

    private void resolve(Flight flight, UaConfig.Transport by, String host) {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            attempt(flight, by).notStarted("the core's name cannot be resolved");
            return;
        }
        sendTo(flight, by, address);
    }

    private void sendTo(Flight flight, UaConfig.Transport by, InetAddress address) {
        OutgoingMessage message = flight.message();
        String head = writer.head(message, by);
        Bytes wire = writer.whole(head, message);
        InetSocketAddress hop = new InetSocketAddress(address, config.core().port());
        Attempt attempt = attempt(flight, by);
        try {
            attempt.started(
                    transport.send(new OutgoingRequest.Plan(head, wire, hop, by.name(), config.t1Millis()), attempt));
        } catch (SipException e) {
            LOG.atInfo().addKeyValue("core", config.core()).setCause(e).log("A message could not be sent");
            attempt.notStarted("the transport refused it");
        }
    }

    private Attempt attempt(Flight flight, UaConfig.Transport by) {
        return new Attempt(by, new Attempt.Listener() {
            @Override
            public void onOutcome(Attempt attempt, SendOutcome outcome) {
                if (fallsBack(flight, attempt, outcome)) {
                    branches.next(flight.message().branch(), () -> start(flight, UaConfig.Transport.UDP));
                } else {
                    finish(flight, outcome);
                }
            }

            @Override
            public void onBranchFree(Attempt attempt) {
                branches.free(flight.message().branch());
            }
        });
    }

    /** RFC 3261 §18.1.1: TCP was taken for the size alone, and the core does not speak it. */
    private boolean fallsBack(Flight flight, Attempt attempt, SendOutcome outcome) {
        return attempt.transport() != config.transport()
                && outcome instanceof SendOutcome.Failed failed
                && !failed.mayHaveArrived()
                && flight.message().body().size() < LARGEST_DATAGRAM / 2;
    }

    private void finish(Flight flight, SendOutcome outcome) {
        inFlight.decrementAndGet();
        metrics.count(
                SipMetrics.SENT,
                switch (outcome) {
                    case SendOutcome.Final answer -> Integer.toString(answer.status());
                    case SendOutcome.TimedOut() -> "timeout";
                    case SendOutcome.Failed _ -> "failed";
                });
        flight.outcome().complete(outcome);
    }
}
