package io.pigw.gateway;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.LinkListener;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** A CSP that answers as the test says, over real links. */
final class FakeCsp implements AutoCloseable {

    final List<MessageRequest> received = new CopyOnWriteArrayList<>();
    private final List<Consumer<Status>> unanswered = new CopyOnWriteArrayList<>();
    private final P2psipEndpoint endpoint;
    private final NodeContact contact;
    private volatile Function<MessageRequest, Optional<Status>> behaviour = _ -> Optional.of(Status.OK);
    private volatile List<NodeId> devices = List.of();
    private volatile boolean linked;

    FakeCsp(Environment environment, NodeIdentity identity, int port) throws Exception {
        endpoint = P2psipEndpoint.open(environment, identity, PeerPolicy.of(Role.GATEWAY), EndpointOptions.DEFAULTS);
        endpoint.onRequest(this::onRequest);
        endpoint.onLink(new LinkListener() {
            @Override
            public void opened(NodeCertificate node, HostPort address) {
                linked = true;
            }

            @Override
            public void closed(NodeCertificate node, String reason) {
                linked = false;
            }
        });
        HostPort bound = endpoint.listen(new HostPort("127.0.0.1", port)).get(30, TimeUnit.SECONDS);
        contact = new NodeContact(identity.certificate().id(), bound);
    }

    NodeId id() {
        return contact.id();
    }

    /** Whether the gateway is connected. */
    boolean isLinked() {
        return linked;
    }

    int port() {
        return contact.address().port();
    }

    ContactConfig config() {
        return new ContactConfig(contact.id().toString(), contact.address().toString());
    }

    /** What messages are answered with from now on; nothing where it is empty. */
    void behave(Function<MessageRequest, Optional<Status>> how) {
        behaviour = how;
    }

    /** Answers what was not answered. */
    void answerLate(Status status) {
        endpoint.loop().execute(() -> {
            unanswered.forEach(answer -> answer.accept(status));
            unanswered.clear();
        });
    }

    /** The nodes that every user name stands for. */
    void certify(NodeId... nodes) {
        devices = List.of(nodes);
    }

    private void onRequest(Inbound inbound) {
        switch (inbound.message()) {
            case MessageRequest message -> {
                received.add(message);
                Consumer<Status> answer = status -> inbound.reply().accept(Response.to(message, status));
                behaviour.apply(message).ifPresentOrElse(answer, () -> unanswered.add(answer));
            }
            case NameMessage.Fetch fetch ->
                inbound.reply().accept(new NameMessage.FetchAnswer(fetch.transaction(), devices));
            default -> inbound.reply().accept(Response.to(inbound.message(), Status.OK));
        }
    }

    /** Sends to the gateway over the link that it dialled. */
    Response send(NodeId gateway, MessageRequest message) throws Exception {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        endpoint.requestOverLink(gateway, message, Duration.ofSeconds(10), outcome::complete);
        if (outcome.get(30, TimeUnit.SECONDS) instanceof Outcome.Answered(Response response, var _)) {
            return response;
        }
        throw new IllegalStateException("no answer: " + outcome.get());
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
