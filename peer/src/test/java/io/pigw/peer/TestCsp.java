package io.pigw.peer;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.chord.ChordEvents;
import io.pigw.overlay.chord.ChordNode;
import io.pigw.overlay.chord.ChordOptions;
import io.pigw.overlay.ping.ArrivalListener;
import io.pigw.overlay.ping.OpinionPort;
import io.pigw.overlay.ping.PingDestination;
import io.pigw.overlay.ping.PingEvents;
import io.pigw.overlay.ping.PingForwarder;
import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.overlay.ping.Pinger;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodePorts;
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
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Notice;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.p2psip.message.RecordMessage;
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
import org.jspecify.annotations.Nullable;

/** A CSP put together of the overlay's parts: admits whoever asks, unless it is told to point elsewhere. */
final class TestCsp implements AutoCloseable {

    final ConcurrentLinkedQueue<MessageRequest> received = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<NodeId> admitted = new ConcurrentLinkedQueue<>();
    final NodeContact contact;
    volatile Status answer = Status.OK;
    volatile CompletableFuture<Void> answerWhen = CompletableFuture.completedFuture(null);
    volatile @Nullable NodeContact redirectTo;
    private final Environment environment;
    private final P2psipEndpoint endpoint;
    private final ChordNode chord;
    private final PingForwarder forwarder;
    private final Pinger pinger;

    TestCsp(Environment environment, NodeIdentity identity, HostPort listen, List<NodeContact> others) {
        this.environment = environment;
        endpoint = P2psipEndpoint.open(
                environment, identity, PeerPolicy.of(Role.PEER, Role.CSP), EndpointOptions.DEFAULTS);
        contact = new NodeContact(
                identity.certificate().id(), endpoint.listen(listen).join());
        LocalNode local =
                new LocalNode(contact, new Ring(11), identity.certificate().overlay());
        NodePorts ports = endpoint.ports();
        PingOptions pings = PingOptions.DEFAULTS;
        chord = new ChordNode(ChordOptions.DEFAULTS, local, ports, ChordEvents.NONE);
        forwarder = new PingForwarder(
                local,
                ports,
                chord,
                pings,
                new PingDestination(local, ports, pings, OpinionPort.NONE, ArrivalListener.NONE, PingEvents.NONE),
                PingEvents.NONE);
        pinger = new Pinger(local, ports, chord, pings, PingEvents.NONE);
        endpoint.onRequest(this::onRequest);
        endpoint.loop().execute(() -> {
            if (others.isEmpty()) {
                chord.create();
            } else {
                chord.bootstrap(others);
            }
        });
    }

    private void onRequest(Inbound inbound) {
        NodeContact elsewhere = redirectTo;
        switch (inbound.message()) {
            case ChordMessage.JoinRequest join
            when elsewhere != null ->
                inbound.reply()
                        .accept(Response.to(join, Status.MOVED_TEMPORARILY).redirectTo(elsewhere));
            case ChordMessage.JoinRequest join -> {
                admitted.add(join.joiner().id());
                chord.admit(join, inbound.reply());
            }
            case ChordMessage _ -> chord.onRequest(inbound);
            case PingRequest ping -> forwarder.onPingRequest(inbound, ping);
            case PingResponse response -> pinger.onPingResponse(inbound, response);
            case MessageRequest message -> {
                received.add(message);
                var _ = answerWhen.thenRunAsync(
                        () -> inbound.reply().accept(Response.to(message, answer)), endpoint.loop());
            }
            case RecordMessage records -> inbound.reply().accept(Response.to(records, Status.NOT_IMPLEMENTED));
            default -> throw new IllegalStateException("unexpected " + inbound.message());
        }
    }

    PingOutcome ping(NodeId peer) throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<PingOutcome> outcome = new CompletableFuture<>();
        endpoint.loop().execute(() -> pinger.ping(peer, outcome::complete));
        return outcome.get(20, TimeUnit.SECONDS);
    }

    int deliver(NodeContact peer, CallId callId, String text, @Nullable Notice notice)
            throws InterruptedException, ExecutionException, TimeoutException {
        Party to = new Party.Node(peer.id());
        MessageRequest unsigned = new MessageRequest(
                to,
                68,
                Party.parse("alice@ims.example.net"),
                to,
                null,
                callId,
                Transaction.mint(environment.random()),
                environment.clock().instant().truncatedTo(ChronoUnit.SECONDS),
                "text/plain;charset=UTF-8",
                null,
                notice,
                List.of(contact),
                Bytes.utf8(text));
        MessageRequest signed = unsigned.withIdentity(new Identity(
                endpoint.signer()
                        .sign(SignedContent.message(endpoint.certificate().overlay(), unsigned)),
                endpoint.certificate().der()));
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        endpoint.requestDialled(peer, signed, Duration.ofSeconds(15), outcome::complete);
        return outcome.get(20, TimeUnit.SECONDS) instanceof Outcome.Answered answered
                        && answered.answer() instanceof Response response
                ? response.status().code()
                : 0;
    }

    @Override
    public void close() {
        endpoint.loop().execute(chord::close);
        endpoint.close();
    }
}
