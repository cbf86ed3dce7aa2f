package io.pigw.csp;

import io.pigw.overlay.port.Inbound;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A gateway's overlay side: keeps a link to one CSP, and answers each message with the status that it is told to. */
final class TestGateway implements AutoCloseable {

    final ConcurrentLinkedQueue<MessageRequest> received = new ConcurrentLinkedQueue<>();
    volatile Status answer = Status.OK;
    private final Environment environment;
    private final P2psipEndpoint endpoint;
    private final NodeContact csp;
    private final KeptLink link;

    TestGateway(Environment environment, NodeIdentity identity, NodeContact csp) {
        this.environment = environment;
        this.csp = csp;
        endpoint = P2psipEndpoint.open(environment, identity, PeerPolicy.dialling(Role.CSP), EndpointOptions.DEFAULTS);
        endpoint.onRequest(this::onRequest);
        link = endpoint.keep(csp, LinkListener.NONE);
    }

    boolean isConnected() {
        return link.isUp();
    }

    private void onRequest(Inbound inbound) {
        if (inbound.message() instanceof MessageRequest message) {
            received.add(message);
            inbound.reply().accept(Response.to(message, answer));
        }
    }

    int send(NodeId to, String text) throws InterruptedException, ExecutionException, TimeoutException {
        return sendAndGoOn(to, text).get(20, TimeUnit.SECONDS);
    }

    /** Completes with the status. */
    CompletableFuture<Integer> sendAndGoOn(NodeId to, String text) {
        MessageRequest message = new MessageRequest(
                new Party.Node(to),
                69,
                Party.parse("alice@ims.example.net"),
                new Party.Node(to),
                endpoint.certificate().id(),
                CallId.mint(environment.random()),
                Transaction.mint(environment.random()),
                environment.clock().instant(),
                "text/plain",
                null,
                null,
                List.of(new NodeContact(endpoint.certificate().id(), csp.address())),
                Bytes.utf8(text));
        return begin(message).thenApply(outcome -> TestPeer.status(outcome).code());
    }

    List<NodeId> fetch(String user) throws InterruptedException, ExecutionException, TimeoutException {
        Outcome outcome =
                request(new NameMessage.Fetch(Transaction.mint(environment.random()), (Party.User) Party.parse(user)));
        return outcome instanceof Outcome.Answered answered
                        && answered.answer() instanceof NameMessage.FetchAnswer(Transaction _, List<NodeId> nodes)
                ? nodes
                : List.of();
    }

    Outcome request(P2psipMessage message) throws InterruptedException, ExecutionException, TimeoutException {
        return begin(message).get(20, TimeUnit.SECONDS);
    }

    private CompletableFuture<Outcome> begin(P2psipMessage message) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        endpoint.requestOverLink(csp.id(), message, Duration.ofSeconds(15), outcome::complete);
        return outcome;
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
