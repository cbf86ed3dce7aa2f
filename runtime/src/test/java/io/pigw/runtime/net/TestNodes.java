package io.pigw.runtime.net;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.runtime.Environment;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.testing.TestPki;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Endpoints for tests, closed together. */
final class TestNodes implements AutoCloseable {

    static final PeerPolicy ANYBODY = PeerPolicy.of(Role.PEER, Role.CSP, Role.GATEWAY, Role.SOS);
    static final Duration SOON = Duration.ofSeconds(20);
    static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);

    final TestPki pki = TestPki.create();
    final Environment environment;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    TestNodes() {
        this(Clock.systemUTC());
    }

    /** With another time of day. */
    TestNodes(InstantSource clock) {
        environment = Environment.create(2, clock);
    }

    P2psipEndpoint open(NodeIdentity identity) {
        return open(identity, ANYBODY, EndpointOptions.DEFAULTS);
    }

    P2psipEndpoint open(NodeIdentity identity, PeerPolicy policy, EndpointOptions options) {
        P2psipEndpoint endpoint = P2psipEndpoint.open(environment, identity, policy, options);
        open.push(endpoint);
        return endpoint;
    }

    /** Listens and answers every Fetch with its own ID. */
    NodeContact serve(P2psipEndpoint endpoint) {
        return serve(endpoint, ANY_PORT, TestNodes::answer);
    }

    NodeContact serve(P2psipEndpoint endpoint, HostPort at, Consumer<Inbound> service) {
        endpoint.onRequest(service);
        return new NodeContact(endpoint.certificate().id(), await(endpoint.listen(at)));
    }

    static void answer(Inbound inbound) {
        inbound.reply()
                .accept(new NameMessage.FetchAnswer(
                        inbound.message().transaction(), List.of(inbound.from().id())));
    }

    NameMessage.Fetch question() {
        return new NameMessage.Fetch(
                Transaction.mint(environment.random()), new Party.User("alice", "p2p.example.net"));
    }

    Outcome ask(P2psipEndpoint endpoint, NodeContact to) {
        return ask(endpoint, to, question(), SOON);
    }

    Outcome ask(P2psipEndpoint endpoint, NodeContact to, P2psipMessage message, Duration timeout) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        endpoint.request(to, message, timeout, outcome::complete);
        return await(outcome);
    }

    /** Has a link opened. */
    void link(P2psipEndpoint endpoint, NodeContact to) {
        ask(endpoint, to, new ChordMessage.Ping(Transaction.mint(environment.random())), SOON);
    }

    static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
    }

    double count(String meter, String... labels) {
        return environment.metrics().count(meter, labels);
    }

    double refused(String reason) {
        return count("pigw_links_refused_total", "reason", reason);
    }

    static NodeContact contact(long id, HostPort address) {
        return new NodeContact(NodeId.of(id), address);
    }

    @Override
    public void close() {
        for (AutoCloseable closeable : open) {
            try {
                closeable.close();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
        environment.close();
    }
}
