package io.pigw.csp;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.chord.ChordEvents;
import io.pigw.overlay.chord.ChordNode;
import io.pigw.overlay.chord.ChordOptions;
import io.pigw.overlay.chord.JoinOutcome;
import io.pigw.overlay.ping.ArrivalListener;
import io.pigw.overlay.ping.OpinionPort;
import io.pigw.overlay.ping.PingDestination;
import io.pigw.overlay.ping.PingEvents;
import io.pigw.overlay.ping.PingForwarder;
import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.runtime.Environment;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A ring member put together of the overlay's parts; takes every message. */
final class TestPeer implements AutoCloseable {

    volatile CompletableFuture<Void> answerWhen = CompletableFuture.completedFuture(null);
    final ConcurrentLinkedQueue<MessageRequest> received = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<P2psipMessage> asked = new ConcurrentLinkedQueue<>();
    final P2psipEndpoint endpoint;
    final NodeContact contact;
    private final Environment environment;
    private final ChordNode chord;
    private final PingForwarder forwarder;

    TestPeer(Environment environment, NodeIdentity identity, int ringBits) {
        this.environment = environment;
        endpoint = P2psipEndpoint.open(
                environment, identity, PeerPolicy.of(Role.PEER, Role.CSP), EndpointOptions.DEFAULTS);
        contact = new NodeContact(
                identity.certificate().id(),
                endpoint.listen(new HostPort("127.0.0.1", 0)).join());
        LocalNode local = new LocalNode(
                contact, new Ring(ringBits), identity.certificate().overlay());
        var ports = endpoint.ports();
        chord = new ChordNode(ChordOptions.DEFAULTS, local, ports, ChordEvents.NONE);
        forwarder = new PingForwarder(
                local,
                ports,
                chord,
                PingOptions.DEFAULTS,
                new PingDestination(
                        local, ports, PingOptions.DEFAULTS, OpinionPort.NONE, ArrivalListener.NONE, PingEvents.NONE),
                PingEvents.NONE);
        endpoint.onRequest(this::onRequest);
    }

    private void onRequest(Inbound inbound) {
        switch (inbound.message()) {
            case MessageRequest message -> {
                received.add(message);
                var _ = answerWhen.thenRunAsync(
                        () -> inbound.reply().accept(Response.to(message, Status.OK)), endpoint.loop());
            }
            case PingRequest ping -> forwarder.onPingRequest(inbound, ping);
            case AuditRequest request -> forwarder.onAuditRequest(inbound, request);
            default -> {
                asked.add(inbound.message());
                chord.onRequest(inbound);
            }
        }
    }

    JoinOutcome join(NodeContact csp) throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<JoinOutcome> outcome = new CompletableFuture<>();
        endpoint.loop().execute(() -> chord.join(List.of(csp), outcome::complete));
        return outcome.get(20, TimeUnit.SECONDS);
    }

    Status askToJoin(NodeContact csp, NodeContact as)
            throws InterruptedException, ExecutionException, TimeoutException {
        return status(ask(csp, new ChordMessage.JoinRequest(Transaction.mint(environment.random()), as)));
    }

    MessageRequest message(Party from, String text) {
        return message(from, Party.parse("alice@ims.example.net"), text);
    }

    MessageRequest message(Party from, Party to, String text) {
        MessageRequest unsigned = new MessageRequest(
                to,
                70,
                from,
                to,
                contact.id(),
                CallId.mint(environment.random()),
                Transaction.mint(environment.random()),
                environment.clock().instant().truncatedTo(ChronoUnit.SECONDS),
                "text/plain",
                null,
                null,
                List.of(contact),
                Bytes.utf8(text));
        Bytes content = SignedContent.message(endpoint.certificate().overlay(), unsigned);
        return unsigned.withIdentity(new Identity(
                endpoint.signer().sign(content), endpoint.certificate().der()));
    }

    void askAndGoOn(NodeContact to, P2psipMessage message, Consumer<Outcome> then) {
        endpoint.request(to, message, Duration.ofSeconds(15), then);
    }

    Outcome ask(NodeContact to, P2psipMessage message)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        endpoint.request(to, message, Duration.ofSeconds(15), outcome::complete);
        return outcome.get(20, TimeUnit.SECONDS);
    }

    static Status status(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered when answered.answer() instanceof Response response -> response.status();
            case Outcome.Answered _ -> Status.OK;
            case Outcome.TimedOut _ -> Status.REQUEST_TIMEOUT;
            case Outcome.Unreachable(String reason) -> new Status(699, reason);
        };
    }

    NodeId id() {
        return contact.id();
    }

    @Override
    public void close() {
        endpoint.loop().execute(chord::close);
        endpoint.close();
    }
}
