package io.pigw.csp.relay;

import io.pigw.csp.locate.Location;
import io.pigw.csp.locate.Locator;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes messages from the gateway to peers (the paper, §3.1 steps 3 to 12): locates the peer, hands it the message straight and
 * gives its answer back. 480 says that it was surely not delivered, 408 that it may have been. Of gateways that share an outbox it takes from
 * that one whose turn it is ({@link Fences}). On the CSP's thread.
 */
public final class GatewayRelay {

    private static final int RETRY_AFTER_SECONDS = 1;
    private static final Status OVERTAKEN = Status.SERVICE_UNAVAILABLE.because("Another Gateway Has Taken This Over");

    private final GatewayRelayOptions options;
    private final NodePorts ports;
    private final RelayLinks links;
    private final Locator locator;
    private final RelayEvents events;
    private final HiddenGateway hidden;
    private final Fences fences = new Fences();
    private int underWay;

    /** Of one CSP. */
    public GatewayRelay(
            GatewayRelayOptions options, NodePorts ports, RelayLinks links, Locator locator, RelayEvents events) {
        this.options = options;
        this.ports = ports;
        this.links = links;
        this.locator = locator;
        this.events = events;
        this.hidden = new HiddenGateway(options.overlay(), options.self(), ports.signer());
    }

    /** A message of a gateway; the role was checked. */
    public void onMessage(Inbound inbound, MessageRequest message) {
        Instant came = ports.clock().instant();
        Consumer<Response> answer = response -> {
            events.answeredGateway(
                    response.status(), Duration.between(came, ports.clock().instant()));
            events.step(
                    message.callId(),
                    options.self().id().toString(),
                    inbound.from().id().toString(),
                    "P2PSIP " + response.status().code() + " "
                            + response.status().reason());
            inbound.reply().accept(response);
        };
        Optional<Status> refusal = refusal(message);
        if (refusal.isPresent()) {
            answer.accept(Response.to(message, refusal.get()));
            return;
        }
        if (message.fence() != null && !fences.admit(message.fence())) {
            answer.accept(Response.to(message, OVERTAKEN).retryAfter(RETRY_AFTER_SECONDS));
            return;
        }
        if (underWay >= options.maxUnderWay()) {
            answer.accept(Response.to(message, Status.SERVICE_UNAVAILABLE).retryAfter(RETRY_AFTER_SECONDS));
            return;
        }
        underWay++;
        Consumer<Status> end = status -> {
            underWay--;
            answer.accept(Response.to(message, status));
        };
        if (message.target() instanceof Party.Node(NodeId destination)) {
            deliver(destination, message, false, end);
        }
    }

    /** Messages that are handed on and not answered yet. */
    public int underWay() {
        return underWay;
    }

    private Optional<Status> refusal(MessageRequest message) {
        if (message.maxForwards() <= 0) {
            return Optional.of(Status.TOO_MANY_HOPS);
        }
        if (message.from() instanceof Party.Node) {
            return Optional.of(Status.FORBIDDEN.because("From is no IMS user"));
        }
        if (message.target() instanceof Party.Node(NodeId destination)
                && options.ring().contains(destination)
                && !options.csps().contains(destination)) {
            return Optional.empty();
        }
        return Optional.of(Status.NOT_FOUND);
    }

    private void deliver(NodeId destination, MessageRequest message, boolean afresh, Consumer<Status> end) {
        locator.locate(destination, message.callId(), afresh, location -> {
            switch (location) {
                case Location.AtCsp _, Location.Nowhere _ -> end.accept(Status.TEMPORARILY_UNAVAILABLE);
                case Location.At(var contact, boolean fresh) ->
                    links.requestDialled(
                            contact,
                            towardsPeer(destination, message),
                            options.answerTimeout(),
                            outcome -> onOutcome(destination, message, fresh || afresh, outcome, end));
                case Location.OverFlow(NodeId peer, boolean fresh) ->
                    links.requestOverLink(
                            peer,
                            towardsPeer(destination, message),
                            options.answerTimeout(),
                            outcome -> onOutcome(destination, message, fresh || afresh, outcome, end));
            }
        });
    }

    private MessageRequest towardsPeer(NodeId destination, MessageRequest message) {
        events.step(message.callId(), options.self().id().toString(), destination.toString(), "P2PSIP MESSAGE");
        return hidden.rewrite(
                message, Transaction.mint(ports.random()), ports.clock().instant());
    }

    private void onOutcome(
            NodeId destination, MessageRequest message, boolean fresh, Outcome outcome, Consumer<Status> end) {
        switch (outcome) {
            case Outcome.Answered(Response response, NodeCertificate _) ->
                end.accept(PlainStatus.of(response.status().code()));
            case Outcome.Answered _ -> end.accept(Status.SERVICE_UNAVAILABLE);
            case Outcome.TimedOut _ -> end.accept(Status.REQUEST_TIMEOUT);
            case Outcome.Unreachable lost when lost.mayHaveArrived() -> end.accept(Status.REQUEST_TIMEOUT);
            case Outcome.Unreachable _ when !fresh -> deliver(destination, message, true, end);
            case Outcome.Unreachable _ -> end.accept(Status.TEMPORARILY_UNAVAILABLE);
        }
    }
}
