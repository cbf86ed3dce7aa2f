package io.pigw.gateway.peer;

import io.pigw.gateway.cpim.CpimMessage;
import io.pigw.gateway.cpim.DeliveryRequests;
import io.pigw.gateway.forward.CspTable;
import io.pigw.gateway.forward.ForwardingRule;
import io.pigw.gateway.outbox.Attempt;
import io.pigw.gateway.outbox.Carrier;
import io.pigw.gateway.outbox.Entry;
import io.pigw.gateway.outbox.Lease;
import io.pigw.gateway.outbox.Payload;
import io.pigw.gateway.translate.Codes;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.Fence;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.runtime.trace.MessageTrace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Delivers to peers through CSPs (the paper, §3.1 steps 3 and 12): the Call-ID stays, each attempt has a transaction of its
 * own. A user's devices are found once and kept with the entry.
 */
public final class PeerCarrier implements Carrier {

    private final NodeId self;
    private final CspTable csps;
    private final ForwardingRule rule;
    private final CspLinks links;
    private final NameResolver names;
    private final Duration timeout;
    private final RandomGenerator random;
    private final MessageTrace trace;
    private final CspShares shares;

    /**
     * A carrier over the given links.
     *
     * @param self the gateway
     * @param timeout of one attempt, longer than a CSP's pings take
     * @param maxInFlight attempts at a time; while another CSP is there, one takes half of them at most
     */
    public PeerCarrier(
            NodeId self,
            CspTable csps,
            ForwardingRule rule,
            CspLinks links,
            Duration timeout,
            int maxInFlight,
            RandomGenerator random,
            MessageTrace trace) {
        this.self = self;
        this.csps = csps;
        this.rule = rule;
        this.links = links;
        this.names = new NameResolver(csps, links, timeout, random);
        this.timeout = timeout;
        this.random = random;
        this.trace = trace;
        this.shares = new CspShares(maxInFlight);
    }

    @Override
    public void attempt(Lease lease, Consumer<Attempt> then) {
        Entry entry = lease.entry();
        if (!(entry.payload() instanceof Payload.ToPeer payload)) {
            throw new IllegalArgumentException("not for a peer");
        }
        if (!entry.progress().devices().isEmpty()) {
            deliver(lease, payload.message(), entry.progress().devices(), then);
            return;
        }
        switch (payload.message().target()) {
            case Party.Node node -> deliver(lease, payload.message(), List.of(node.id()), then);
            case Party.User user ->
                names.resolve(user, nodes -> {
                    if (nodes.isEmpty()) {
                        then.accept(new Attempt.Unfinished(
                                false, false, false, List.of(), Duration.ZERO, "no node is known by the user's name"));
                    } else {
                        deliver(lease, payload.message(), nodes, then);
                    }
                });
        }
    }

    private void deliver(Lease lease, MessageRequest message, List<NodeId> devices, Consumer<Attempt> then) {
        Devices outcome = new Devices(devices, then);
        Bytes body = body(message);
        for (NodeId device : devices) {
            if (lease.behind().contains(device)) {
                outcome.notNow(device, false, false, Duration.ZERO, "an earlier message comes first");
                continue;
            }
            Optional<NodeId> csp = shares.choose(
                    rule.rank(device, csps.up()), lease.entry().progress().detours());
            if (csp.isEmpty()) {
                outcome.notNow(device, false, false, Duration.ZERO, "no CSP is connected and has room");
                continue;
            }
            MessageRequest request = attemptAt(message, body, device, Transaction.mint(random), lease.fence());
            trace.record(message.callId(), self.toString(), csp.get().toString(), "P2PSIP MESSAGE");
            shares.take(csp.get());
            links.request(csp.get(), request, timeout, answer -> {
                shares.release(csp.get());
                settle(outcome, device, answer);
            });
        }
    }

    private static MessageRequest attemptAt(
            MessageRequest message, Bytes body, NodeId device, Transaction transaction, Optional<Fence> fence) {
        return new MessageRequest(
                new Party.Node(device),
                message.maxForwards(),
                message.from(),
                message.to(),
                message.contact(),
                message.callId(),
                transaction,
                message.date(),
                message.contentType(),
                message.identity(),
                message.notice(),
                fence.orElse(null),
                message.via(),
                body);
    }

    /** The outbox keeps the body as it came: by it the gateway knows what it is asked to tell. */
    private static Bytes body(MessageRequest message) {
        String contentType = message.contentType();
        return contentType != null && CpimMessage.isCpim(contentType)
                ? DeliveryRequests.drop(message.body())
                : message.body();
    }

    private static void settle(Devices outcome, NodeId device, Outcome answer) {
        switch (answer) {
            case Outcome.Answered(Response response, var _) -> settle(outcome, device, response);
            case Outcome.Answered _ -> outcome.notNow(device, true, true, Duration.ZERO, "answered by something else");
            case Outcome.TimedOut _ -> outcome.notNow(device, true, true, Duration.ZERO, "no answer in time");
            case Outcome.Unreachable unreachable ->
                outcome.notNow(
                        device,
                        unreachable.mayHaveArrived(),
                        !unreachable.mayHaveArrived(),
                        Duration.ZERO,
                        unreachable.reason());
        }
    }

    private static void settle(Devices outcome, NodeId device, Response response) {
        String reason = "answered " + response.status().code();
        Duration notBefore = Duration.ofSeconds(response.retryAfterSeconds());
        switch (Codes.ofP2psip(response.status().code())) {
            case DELIVERED -> outcome.delivered();
            case REFUSED -> outcome.refused(false, reason);
            case REFUSED_UNCERTAIN -> outcome.refused(true, reason);
            case TRY_AGAIN -> outcome.notNow(device, false, false, notBefore, reason);
            case TRY_AGAIN_UNCERTAIN -> outcome.notNow(device, true, false, notBefore, reason);
        }
    }
}
