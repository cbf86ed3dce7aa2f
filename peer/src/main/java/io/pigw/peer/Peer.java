package io.pigw.peer;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.storage.FetchResult;
import io.pigw.overlay.storage.HeldValue;
import io.pigw.overlay.storage.RecordWriter;
import io.pigw.overlay.storage.StorageLimits;
import io.pigw.overlay.storage.StoreOutcome;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.peer.inbox.DatabaseInbox;
import io.pigw.peer.inbox.Inbox;
import io.pigw.peer.inbox.InboxSignal;
import io.pigw.peer.text.SendResult;
import io.pigw.runtime.Drainable;
import io.pigw.runtime.Environment;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import io.pigw.runtime.pings.DatabasePingMarkStore;
import io.pigw.runtime.records.DatabaseRecordStore;
import io.pigw.runtime.renewal.WatchedIdentity;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.trace.MessageTrace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One peer, or one client if its certificate says so. Its methods may be called on any thread; those that block say so. */
public final class Peer implements Drainable {

    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);
    private static final String SCHEMA = "io/pigw/peer/db";
    private static final PeerPolicy POLICY =
            new PeerPolicy(Set.of(Role.PEER, Role.CSP), Set.of(Role.PEER, Role.CSP, Role.SOS));

    /** A client connects to CSPs, and nobody to it. */
    private static final PeerPolicy CLIENT_POLICY = PeerPolicy.dialling(Role.CSP);

    /** A second for its own records, one for the neighbours, three to hand over what it holds. */
    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(6);

    private final P2psipEndpoint endpoint;
    private final PeerParts node;
    private final Database database;
    private final NodeContact contact;
    private final Inbox inbox;
    private final InboxSignal signal;
    private final CompletableFuture<NodeContact> joined;
    private final WatchedIdentity watched;
    private final Duration drainAtMost;
    private volatile boolean draining;
    private int sending;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Peer(
            P2psipEndpoint endpoint,
            PeerParts node,
            Database database,
            NodeContact contact,
            Inbox inbox,
            InboxSignal signal,
            CompletableFuture<NodeContact> joined,
            WatchedIdentity watched,
            Duration drainAtMost) {
        this.endpoint = endpoint;
        this.node = node;
        this.database = database;
        this.contact = contact;
        this.inbox = inbox;
        this.signal = signal;
        this.joined = joined;
        this.watched = watched;
        this.drainAtMost = drainAtMost;
    }

    /**
     * Starts one that listens, if it is a peer and not a client, and does not join yet. Blocks.
     *
     * @param trace is told of the steps of messages
     */
    static Peer open(
            PeerConfig configured,
            NodeIdentity identity,
            Environment environment,
            PeerMeters meters,
            MessageTrace trace) {
        check(configured, identity);
        PeerConfig config =
                KnownCsps.complete(configured, identity, environment.clock().instant());
        Database database = environment.databases().open(config.store(), SCHEMA);
        environment.revocations().configure(identity, environment.verifiers().of(identity), config.identity());
        P2psipEndpoint endpoint = P2psipEndpoint.open(
                environment,
                identity,
                identity.certificate().role() == Role.CLIENT ? CLIENT_POLICY : POLICY,
                EndpointOptions.DEFAULTS.withUsualLinks(config.chord().links(), EndpointOptions.DEFAULTS.quiet()));
        try {
            HostPort listen = config.listen();
            boolean isClient = identity.certificate().role() == Role.CLIENT;
            NodeContact contact = new NodeContact(
                    identity.certificate().id(),
                    isClient || listen == null
                            ? ClientNode.NOWHERE
                            : address(config, endpoint.listen(listen).join()));
            Inbox inbox = new DatabaseInbox(database, contact.id(), endpoint.loop(), config.inboxCapacity());
            InboxSignal signal = new InboxSignal();
            CompletableFuture<NodeContact> joined = new CompletableFuture<>();
            PeerParts node = isClient
                    ? new ClientNode(
                            config, contact, endpoint, inbox, signal, trace, environment.random(), joined::complete)
                    : new PeerNode(
                            config,
                            new LocalNode(
                                    contact,
                                    config.overlay().ring(),
                                    config.overlay().name()),
                            endpoint,
                            inbox,
                            signal,
                            new DatabaseRecordStore(
                                    database,
                                    contact.id(),
                                    endpoint.loop(),
                                    StorageLimits.DEFAULTS,
                                    environment.metrics()),
                            new DatabasePingMarkStore(database, contact.id(), endpoint.loop()),
                            meters,
                            trace,
                            environment.random(),
                            joined::complete);
            endpoint.loop().execute(node::serve);
            WatchedIdentity watched = environment
                    .renewals()
                    .watch(
                            config.identity(),
                            identity,
                            next -> endpoint.renew(next).thenRun(node::renewed));
            return new Peer(endpoint, node, database, contact, inbox, signal, joined, watched, config.drain());
        } catch (RuntimeException failed) {
            endpoint.close();
            database.close();
            throw failed;
        }
    }

    private static void check(PeerConfig config, NodeIdentity identity) {
        Role role = identity.certificate().role();
        if (role != Role.PEER && role != Role.CLIENT) {
            throw new IllegalArgumentException("neither a peer's nor a client's certificate: " + identity);
        }
        if (!identity.certificate().overlay().equals(config.overlay().name())) {
            throw new IllegalArgumentException("overlay.name is not that of the certificate: " + identity);
        }
        HostPort listen = config.listen();
        if (role == Role.CLIENT) {
            return;
        }
        if (listen == null) {
            throw new IllegalArgumentException(
                    "listen is needed: others of the ring connect to a peer. A client needs none, by a certificate of that role");
        }
    }

    private static HostPort address(PeerConfig config, HostPort bound) {
        HostPort advertised = config.advertised();
        if (advertised == null) {
            return OwnAddress.ANY.contains(bound.host()) ? OwnAddress.towards(config.csps(), bound.port()) : bound;
        }
        return advertised.port() == 0 ? new HostPort(advertised.host(), bound.port()) : advertised;
    }

    /**
     * Begins to join, and goes on trying until a CSP admits.
     *
     * @return the first master; completes on the peer's loop
     */
    public CompletableFuture<NodeContact> join() {
        endpoint.loop().execute(node::join);
        return joined.copy();
    }

    /** Whether a CSP has admitted it. */
    public boolean hasJoined() {
        return joined.isDone() && !joined.isCompletedExceptionally();
    }

    boolean isClosed() {
        return closed.get();
    }

    /** Its ID. */
    public NodeId id() {
        return contact.id();
    }

    /** Its ID and where it listens; {@code client.invalid} for a client, which does not. */
    public NodeContact contact() {
        return contact;
    }

    /** What its certificate says. */
    public NodeCertificate certificate() {
        return endpoint.certificate();
    }

    /**
     * Sends a message to an IMS user, or to a node of the overlay.
     *
     * @return completes on the peer's loop, with 200 once the gateway, or the node, has the message durably
     */
    public CompletableFuture<SendResult> send(Party to, String contentType, Bytes body) {
        CompletableFuture<SendResult> result = new CompletableFuture<>();
        send(then -> node.send(to, contentType, body, then), result);
        return result;
    }

    private void send(Consumer<Consumer<SendResult>> way, CompletableFuture<SendResult> result) {
        endpoint.loop().execute(() -> {
            if (draining) {
                CallId callId = CallId.mint(endpoint.ports().random());
                result.complete(new SendResult(callId, Status.SERVICE_UNAVAILABLE));
                return;
            }
            sending++;
            way.accept(sent -> {
                sending--;
                result.complete(sent);
            });
        });
    }

    /**
     * Signs values of its own and stores them in the ring.
     *
     * @param values made on the peer's loop: 1 to 32, of one kind and its access list
     * @return completes on the peer's loop, with an {@link IllegalArgumentException} if there is no such value
     */
    public CompletableFuture<StoreOutcome> store(ResourceId resource, Function<RecordWriter, List<HeldValue>> values) {
        CompletableFuture<StoreOutcome> result = new CompletableFuture<>();
        endpoint.loop().execute(() -> {
            try {
                node.records().store(resource, values.apply(node.writer()), result::complete);
            } catch (IllegalArgumentException wrong) {
                result.completeExceptionally(wrong);
            }
        });
        return result;
    }

    /**
     * Fetches all values of a kind.
     *
     * @return completes on the peer's loop
     */
    public CompletableFuture<FetchResult> fetch(ResourceId resource, Kind kind) {
        CompletableFuture<FetchResult> result = new CompletableFuture<>();
        endpoint.loop().execute(() -> node.records().fetch(resource, kind, result::complete));
        return result;
    }

    /**
     * As {@link #send}, encrypted so that only the recipient can read it.
     *
     * @param certificate the recipient's, in DER; null: the one that the node shows, if it can be dialled
     * @return completes on the peer's loop; 400 if nothing can be encrypted to the certificate, or it is another's; 480 if there is
     *     none
     */
    public CompletableFuture<SendResult> sendEncrypted(
            Party to, String contentType, Bytes body, @Nullable Bytes certificate) {
        CompletableFuture<SendResult> result = new CompletableFuture<>();
        send(then -> node.sendEncrypted(to, contentType, body, certificate, then), result);
        return result;
    }

    /** What it received. */
    public Inbox inbox() {
        return inbox;
    }

    /** Raised for each message that comes into the inbox. */
    public InboxSignal inboxSignal() {
        return signal;
    }

    /** How it is doing; completes on its loop. */
    public CompletableFuture<PeerStatus> status() {
        CompletableFuture<PeerStatus> status = new CompletableFuture<>();
        endpoint.loop().execute(() -> status.complete(node.status(contact.id())));
        return status;
    }

    /** Others, and its own users, get 503. */
    @Override
    public CompletableFuture<Integer> drain() {
        draining = true;
        return endpoint.drain(() -> node.receiving() + sending, drainAtMost);
    }

    /** Why it cannot be used just now; empty: it can, as far as is known. */
    Optional<String> problem() {
        return draining ? Optional.of("it is being stopped") : database.problem();
    }

    /** Tells its neighbours and hands over what it holds, for 6 s at most, and closes. Blocks. */
    public void leave() {
        if (closed.get()) {
            return;
        }
        CompletableFuture<Void> left = new CompletableFuture<>();
        endpoint.loop().execute(() -> node.leave(() -> left.complete(null)));
        try {
            left.get(LEAVE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            LOG.atInfo().addKeyValue("peer", contact.id()).log("neighbours did not answer the leave");
        }
        close();
    }

    /** Stops at once and tells nobody, as if the process had ended. Blocks. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            watched.close();
            quieten().join();
            endpoint.close();
            database.close();
        }
    }

    /** Lets it dial and ask nobody any more; it does not answer what it is asked of the ring either. Idempotent. */
    CompletableFuture<Void> quieten() {
        CompletableFuture<Void> quiet = new CompletableFuture<>();
        endpoint.loop().execute(() -> {
            node.close();
            quiet.complete(null);
        });
        return quiet;
    }
}
