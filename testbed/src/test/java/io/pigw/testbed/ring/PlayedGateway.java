package io.pigw.testbed.ring;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.runtime.Environment;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.KeptLink;
import io.pigw.runtime.net.LinkListener;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A gateway's overlay side: keeps links to all CSPs, sends what it is told to, takes what comes. */
final class PlayedGateway implements AutoCloseable {

    private final Environment environment;
    private final P2psipEndpoint endpoint;
    private final List<KeptLink> links;
    private final Set<Party> refused = ConcurrentHashMap.newKeySet();
    final ConcurrentLinkedQueue<MessageRequest> received = new ConcurrentLinkedQueue<>();

    PlayedGateway(Environment environment, NodeIdentity identity, List<NodeContact> csps) {
        this.environment = environment;
        this.endpoint =
                P2psipEndpoint.open(environment, identity, PeerPolicy.dialling(Role.CSP), EndpointOptions.DEFAULTS);
        endpoint.onRequest(this::onRequest);
        this.links =
                csps.stream().map(csp -> endpoint.keep(csp, LinkListener.NONE)).toList();
    }

    boolean isConnected() {
        return links.stream().allMatch(KeptLink::isUp);
    }

    /** From now on a message to that user is refused, with a reason that a peer must not see. */
    void refuse(Party user) {
        refused.add(user);
    }

    /** What the reason says. */
    String toldSecret() {
        return "gateway in rack seven";
    }

    private Status refusal() {
        return Status.NOT_FOUND.because("Unknown at " + toldSecret());
    }

    private void onRequest(Inbound inbound) {
        if (inbound.message() instanceof MessageRequest message) {
            received.add(message);
            inbound.reply().accept(Response.to(message, refused.contains(message.to()) ? refusal() : Status.OK));
        }
    }

    /** Sends to a node through that CSP and waits for the status. */
    int send(NodeContact csp, String from, NodeId to, CallId callId, String text)
            throws InterruptedException, ExecutionException, TimeoutException {
        MessageRequest message = new MessageRequest(
                new Party.Node(to),
                69,
                Party.parse(from),
                new Party.Node(to),
                endpoint.certificate().id(),
                callId,
                Transaction.mint(environment.random()),
                environment.clock().instant(),
                "text/plain;charset=UTF-8",
                null,
                null,
                List.of(),
                Bytes.utf8(text));
        return request(csp, message) instanceof Outcome.Answered(Response response, NodeCertificate _)
                ? response.status().code()
                : 0;
    }

    /** Asks that CSP for the nodes of a user. */
    List<NodeId> fetch(NodeContact csp, Party.User user)
            throws InterruptedException, ExecutionException, TimeoutException {
        Outcome outcome = request(csp, new NameMessage.Fetch(Transaction.mint(environment.random()), user));
        return outcome instanceof Outcome.Answered(NameMessage.FetchAnswer answer, NodeCertificate _)
                ? answer.nodes()
                : List.of();
    }

    private Outcome request(NodeContact csp, P2psipMessage message)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        endpoint.requestOverLink(csp.id(), message, Duration.ofSeconds(15), outcome::complete);
        return outcome.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
