package io.pigw.runtime.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.PromiseCombiner;
import io.netty.util.concurrent.Ticker;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Scheduler;
import io.pigw.overlay.port.Signer;
import io.pigw.overlay.port.Transport;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.runtime.Drain;
import io.pigw.runtime.Environment;
import io.pigw.runtime.cms.Opener;
import io.pigw.runtime.identity.CertificateVerifier;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.revocation.RevocationList;
import io.pigw.runtime.revocation.RevocationService;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A node's links to other nodes, all on one event loop: TCP, mutual TLS 1.3, P2PSIP. Each connection's other end is judged by
 * certificate, overlay and role, and by ID where we dialled. The methods may be called on any thread and never block, but for
 * {@link #close}; callbacks come on the loop and never within the call.
 */
public final class P2psipEndpoint implements Transport, AutoCloseable {

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final Environment environment;
    private final EventLoop loop;
    private final EndpointOptions options;
    private final OwnIdentity self;
    private final Set<X509Certificate> trustAnchors;
    private final CertificateVerifier verifier;
    private final LinkMetrics metrics;
    private final LinkPool pool;
    private final Dispatcher dispatcher;
    private final Dialler dialler;
    private final Acceptor acceptor;
    private final LinkRenewal renewal;
    private final LinkGuard guard;
    private final Conduct conduct;
    private volatile Opener opener;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private boolean closing;

    private P2psipEndpoint(
            Environment environment,
            EventLoop loop,
            NodeIdentity identity,
            PeerPolicy policy,
            EndpointOptions options,
            Ticker ticker) {
        this.environment = environment;
        this.loop = loop;
        this.options = options;
        this.trustAnchors = identity.trustAnchors();
        this.opener = Opener.of(identity);
        this.verifier = environment.verifiers().of(identity);
        this.metrics = new LinkMetrics(environment.metrics());
        this.self = new OwnIdentity(loop, Credentials.of(identity, verifier, options, metrics));
        this.pool = new LinkPool(loop, options, metrics);
        this.dispatcher = new Dispatcher(metrics);
        RevocationService revocation = environment.revocations().introduce(identity, verifier);
        CrlRelay relay =
                new CrlRelay(loop, pool, revocation, identity.certificate().role(), environment.random(), metrics);
        this.guard = new LinkGuard(loop, pool, verifier, revocation, relay, metrics);
        dispatcher.hear(relay::received);
        this.conduct = new Conduct(ticker, this::cutOff, metrics);
        Linker linker =
                new Linker(options, verifier, policy, pool, conduct, metrics, dispatcher, self, environment.tap());
        this.dialler = new Dialler(loop, environment.loops().socketChannel(), options, linker, conduct, metrics);
        this.acceptor = new Acceptor(loop, environment.loops().serverChannel(), options, linker, pool, metrics, ticker);
        this.renewal = new LinkRenewal(loop, environment.clock(), environment.random(), options, self, pool, dialler);
        onLoop(renewal::start);
    }

    /** An endpoint on the environment's next loop. It listens once told so. */
    public static P2psipEndpoint open(
            Environment environment, NodeIdentity identity, PeerPolicy policy, EndpointOptions options) {
        return open(environment, environment.loops().next(), identity, policy, options);
    }

    /** An endpoint on the given loop of the environment. */
    public static P2psipEndpoint open(
            Environment environment,
            EventLoop loop,
            NodeIdentity identity,
            PeerPolicy policy,
            EndpointOptions options) {
        return open(environment, loop, identity, policy, options, loop.ticker());
    }

    /** With another time for those that misbehaved. */
    static P2psipEndpoint open(
            Environment environment,
            EventLoop loop,
            NodeIdentity identity,
            PeerPolicy policy,
            EndpointOptions options,
            Ticker ticker) {
        P2psipEndpoint endpoint = new P2psipEndpoint(environment, loop, identity, policy, options, ticker);
        endpoint.onLoop(endpoint.guard::start);
        return endpoint;
    }

    /**
     * Listens.
     *
     * @param bind an address, not a name; port 0 takes any
     * @return where it listens; completes on the loop
     */
    public CompletableFuture<HostPort> listen(HostPort bind) {
        CompletableFuture<HostPort> bound = new CompletableFuture<>();
        onLoop(() -> acceptor.listen(bind, bound));
        return bound;
    }

    /** Whom to give what comes in and is no answer. Without one it is answered 503. To be set before {@link #listen}. */
    public void onRequest(Consumer<Inbound> service) {
        onLoop(() -> dispatcher.serve(service));
    }

    /**
     * Answers further MESSAGEs 503, and waits until nothing is under way any more. All else is answered as before. Any thread.
     *
     * @param underWay how much is; asked on the loop
     * @param atMost 0 to wait for nothing
     * @return completes on the loop, with what is still under way
     */
    public CompletableFuture<Integer> drain(IntSupplier underWay, Duration atMost) {
        CompletableFuture<Integer> drained = new CompletableFuture<>();
        onLoop(() -> {
            dispatcher.refuseMessages();
            var _ = Drain.begin(scheduler(), underWay, atMost).thenAccept(drained::complete);
        });
        return drained;
    }

    /** Who hears of the first link to a node, those that are there already included, and of the loss of the last. At most 16. */
    public void onLink(LinkListener listener) {
        onLoop(() -> pool.listen(listener));
    }

    /** Who hears of the lists of revoked certificates that hold now, and of each new one. At most 16. */
    public void onRevocation(Consumer<RevocationList> listener) {
        onLoop(() -> guard.listen(listener));
    }

    /** Everything that the overlay's passive classes are given. */
    public NodePorts ports() {
        return new NodePorts(this, scheduler(), environment.clock(), environment.random(), self, verifier);
    }

    /** Runs tasks later on the loop. */
    public Scheduler scheduler() {
        return new LoopScheduler(loop);
    }

    /** The one loop of this node. */
    public EventLoop loop() {
        return loop;
    }

    /** Who this node is, by the certificate of now. */
    public NodeCertificate certificate() {
        return self.certificate();
    }

    /**
     * Signs as this node. Key and certificate change on the loop, between two of its tasks: what is to be a pair is asked for
     * within one.
     */
    public Signer signer() {
        return self;
    }

    /** Decrypts what is encrypted to this node, by its keys of now. */
    public Opener opener() {
        return opener;
    }

    /**
     * The node goes on with another key and certificate: what is signed and dialled from now on bears the new one; links that
     * this node dialled are replaced, those that others dialled live on until these replace them. No message is lost by it, and
     * no {@link LinkListener} hears of it. Takes some milliseconds; not for a loop.
     *
     * @param next the same node, overlay, role and trust roots
     * @return completes on the loop when the new one is in use; some links may still be the old ones
     * @throws IllegalArgumentException if it is another node's
     */
    public CompletableFuture<Void> renew(NodeIdentity next) {
        NodeCertificate now = certificate();
        NodeCertificate then = next.certificate();
        if (!then.id().equals(now.id()) || !then.overlay().equals(now.overlay()) || then.role() != now.role()) {
            throw new IllegalArgumentException("not a certificate of node " + now.id() + ": " + next);
        }
        if (!next.trustAnchors().equals(trustAnchors)) {
            throw new IllegalArgumentException("other trust roots are taken at a start alone: restart the node");
        }
        environment.revocations().introduce(next, environment.verifiers().of(next));
        Credentials credentials = Credentials.of(next, verifier, options, metrics);
        CompletableFuture<Void> renewed = new CompletableFuture<>();
        onLoop(() -> {
            if (closing) {
                credentials.tls().close();
                renewed.completeExceptionally(new IllegalStateException("the endpoint is closed"));
                return;
            }
            self.replace(credentials);
            opener = opener.renewed(next);
            renewal.look();
            renewed.complete(null);
        });
        return renewed;
    }

    /** For tests: replaces links that are due. On the loop. */
    LinkRenewal renewal() {
        return renewal;
    }

    /** For tests. On the loop. */
    TlsContexts tls() {
        return self.tls();
    }

    /** Judges others, for this node's overlay. */
    public CertificateVerifier verifier() {
        return verifier;
    }

    @Override
    public void send(NodeContact to, P2psipMessage message) {
        onLoop(() -> {
            Link link = pool.to(to.id());
            if (link != null) {
                sent(link.write(message));
                return;
            }
            dialler.dial(to, new Dialler.Waiter() {
                @Override
                public void linked(Link dialled) {
                    sent(dialled.write(message));
                }

                @Override
                public void failed(String reason) {
                    sent(reason);
                }
            });
        });
    }

    @Override
    public void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
        PendingRequest pending = pending(request, then);
        onLoop(() -> begin(pending, timeout, pool.to(to.id()), to));
    }

    /** As {@link #request}, but only over a connection that was or is dialled to exactly that address. */
    public void requestDialled(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
        PendingRequest pending = pending(request, then);
        onLoop(() -> begin(pending, timeout, pool.dialledTo(to), to));
    }

    /** As {@link #request}, but only over a link that is there, whoever dialled it; else unreachable. */
    public void requestOverLink(NodeId to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
        PendingRequest pending = pending(request, then);
        onLoop(() -> begin(pending, timeout, pool.to(to), null));
    }

    /** The nodes that there is a link to now. On the loop alone. */
    public List<NodeCertificate> linkedNodes() {
        if (!loop.inEventLoop()) {
            throw new IllegalStateException("links are looked at on their loop");
        }
        return pool.nodes();
    }

    /**
     * Closes all links to a node, whoever dialled them, in the loop's next task.
     *
     * @param reason for people, and for its {@link LinkListener}
     */
    public void closeLinks(NodeId node, String reason) {
        loop.execute(() -> pool.all().stream()
                .filter(link -> link.node().id().equals(node))
                .forEach(link -> link.close(reason)));
    }

    /**
     * Cuts a node off that was proven to do what no honest one does, unless it is one of the operator's: its links are closed, and it
     * gets none for 10 s, the next time for twice as long, up to 10 minutes. Operator's nodes are counted and named in the log.
     *
     * @param what for the label of a counter
     */
    public void misbehaved(NodeCertificate node, String what) {
        onLoop(() -> conduct.misbehaved(node, what, loop));
    }

    private void cutOff(NodeId node, String reason) {
        pool.all().stream().filter(link -> link.node().id().equals(node)).forEach(link -> link.condemn(reason));
    }

    /** Keeps a link to the contact: dials, and dials again with growing pauses, until it is closed. */
    public KeptLink keep(NodeContact contact, LinkListener listener) {
        KeptLink kept = new KeptLink(contact, listener, loop, options, dialler, pool, environment.random());
        onLoop(kept::start);
        return kept;
    }

    /** Closes everything. Completes when the last link is gone. */
    public CompletableFuture<Void> closeAsync() {
        onLoop(() -> {
            if (!closing) {
                closing = true;
                renewal.close();
                guard.close();
                dialler.close();
                List<Future<Void>> gone = new ArrayList<>(pool.closeAll("the endpoint is closed"));
                gone.addAll(acceptor.close());
                PromiseCombiner all = new PromiseCombiner(loop);
                gone.forEach(all::add);
                all.finish(loop.<Void>newPromise().addListener(_ -> {
                    self.close();
                    closed.complete(null);
                }));
            }
        });
        return closed;
    }

    /** As {@link #closeAsync}, and waits up to 10 s unless called on the loop. Idempotent. */
    @Override
    public void close() {
        CompletableFuture<Void> done = closeAsync();
        if (loop.inEventLoop() || loop.isShuttingDown()) {
            return;
        }
        try {
            done.get(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            throw new IllegalStateException("the endpoint of " + certificate().id() + " did not close", late);
        }
    }

    private void begin(PendingRequest pending, Duration timeout, @Nullable Link link, @Nullable NodeContact dial) {
        pending.endWithin(timeout, loop);
        if (link != null) {
            String failure = link.start(pending);
            if (failure != null) {
                endLater(pending, failure);
            }
        } else if (dial == null) {
            endLater(pending, "no link");
        } else {
            dialler.dial(dial, new Dialler.Waiter() {
                @Override
                public void linked(Link dialled) {
                    String failure = pending.isDone() ? null : dialled.start(pending);
                    if (failure != null) {
                        pending.end(new Outcome.Unreachable(failure));
                    }
                }

                @Override
                public void failed(String reason) {
                    pending.end(new Outcome.Unreachable(reason));
                }
            });
        }
    }

    private void endLater(PendingRequest pending, String reason) {
        loop.execute(() -> pending.end(new Outcome.Unreachable(reason)));
    }

    private static PendingRequest pending(P2psipMessage request, Consumer<Outcome> then) {
        if (!request.transaction().isPresent()) {
            throw new IllegalArgumentException("a request bears a transaction");
        }
        return new PendingRequest(request, then);
    }

    private void sent(@Nullable String failure) {
        if (failure != null) {
            metrics.dropped(failure.equals(Link.OVERLOADED) ? Link.OVERLOADED : "unreachable");
        }
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }
}
