package io.pigw.csp;

import io.pigw.csp.admit.AdmittedPeers;
import io.pigw.csp.admit.DatabaseAdmittedStore;
import io.pigw.csp.locate.DatabaseLocationStore;
import io.pigw.csp.locate.PingHistory;
import io.pigw.csp.locate.PingRecord;
import io.pigw.csp.relay.DatabaseRelayedStore;
import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.storage.StorageLimits;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.Drainable;
import io.pigw.runtime.Environment;
import io.pigw.runtime.admin.AdminServer;
import io.pigw.runtime.enroll.FirstEnrollment;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import io.pigw.runtime.pings.DatabasePingMarkStore;
import io.pigw.runtime.records.DatabaseRecordStore;
import io.pigw.runtime.renewal.WatchedIdentity;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.trace.MessageTrace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Chord Secure Proxy: the composition root. Starts and closes on a thread that may block. */
public final class Csp implements Drainable {

    private static final Logger LOG = LoggerFactory.getLogger(Csp.class);
    private static final String SCHEMA = "io/pigw/csp/db";
    private static final PeerPolicy POLICY = new PeerPolicy(
            Set.of(Role.PEER, Role.CLIENT, Role.CSP, Role.GATEWAY, Role.ENROLLMENT),
            Set.of(Role.PEER, Role.CSP, Role.SOS));
    private static final long TIDY_SECONDS = 60;

    private final Database database;
    private final P2psipEndpoint endpoint;
    private final CspNode node;
    private final NodeContact contact;
    private final Duration drainAtMost;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean ready;
    private volatile boolean draining;
    private @Nullable WatchedIdentity watched;
    private @Nullable Future<?> tidying;
    private @Nullable AdminServer admin;

    private Csp(Database database, P2psipEndpoint endpoint, CspNode node, NodeContact contact, Duration drainAtMost) {
        this.database = database;
        this.endpoint = endpoint;
        this.node = node;
        this.contact = contact;
        this.drainAtMost = drainAtMost;
    }

    /**
     * Starts one with the identity from its files. Blocks.
     *
     * @throws IOException if the identity cannot be read
     */
    public static Csp start(CspConfig config, Environment environment) throws IOException {
        return start(config, FirstEnrollment.identity(config.identity(), environment), environment, MessageTrace.NONE);
    }

    /**
     * Starts one. Blocks.
     *
     * @param trace is told of the steps of messages
     */
    public static Csp start(CspConfig config, NodeIdentity identity, Environment environment, MessageTrace trace) {
        check(config, identity);
        Database database = environment.databases().open(config.store(), SCHEMA);
        P2psipEndpoint endpoint = null;
        try {
            environment
                    .revocations()
                    .configure(identity, environment.verifiers().of(identity), config.identity());
            endpoint = P2psipEndpoint.open(environment, identity, POLICY, EndpointOptions.DEFAULTS);
            HostPort bound = endpoint.listen(config.listen()).join();
            HostPort advertised = config.advertised();
            NodeContact contact = new NodeContact(identity.certificate().id(), advertised == null ? bound : advertised);
            Csp csp = new Csp(
                    database,
                    endpoint,
                    node(config, contact, endpoint, database, environment, trace),
                    contact,
                    config.drain());
            HostPort admin = config.admin();
            csp.admin = admin == null
                    ? null
                    : AdminServer.start(admin, environment, csp::unreadyBecause, PingRoutes.of(() -> List.of(csp)));
            csp.watched = environment.renewals().watch(config.identity(), identity, endpoint::renew);
            csp.begin();
            return csp;
        } catch (RuntimeException failed) {
            if (endpoint != null) {
                endpoint.close();
            }
            database.close();
            throw failed;
        }
    }

    private static CspNode node(
            CspConfig config,
            NodeContact contact,
            P2psipEndpoint endpoint,
            Database database,
            Environment environment,
            MessageTrace trace) {
        DatabaseAdmittedStore admitted = new DatabaseAdmittedStore(database, contact.id(), endpoint.loop());
        CspNode.Stores stores = new CspNode.Stores(
                new AdmittedPeers(admitted.load(AdmittedPeers.MAX_PEERS)),
                admitted,
                new DatabaseLocationStore(database, contact.id(), endpoint.loop()),
                new DatabaseRelayedStore(database, contact.id(), endpoint.loop()),
                new DatabaseRecordStore(
                        database, contact.id(), endpoint.loop(), StorageLimits.DEFAULTS, environment.metrics()),
                new DatabasePingMarkStore(database, contact.id(), endpoint.loop()));
        LocalNode local =
                new LocalNode(contact, config.overlay().ring(), config.overlay().name());
        return new CspNode(config, local, endpoint, stores, new CspMeters(contact.id(), environment.metrics(), trace));
    }

    private static void check(CspConfig config, NodeIdentity identity) {
        if (identity.certificate().role() != Role.CSP) {
            throw new IllegalArgumentException("not a CSP's certificate: " + identity);
        }
        if (!identity.certificate().overlay().equals(config.overlay().name())) {
            throw new IllegalArgumentException("overlay.name is not that of the certificate: " + identity);
        }
        if (config.advertised() == null
                && Set.of("0.0.0.0", "::").contains(config.listen().host())) {
            throw new IllegalArgumentException("advertised is needed where listen is any address");
        }
    }

    private void begin() {
        endpoint.loop().execute(() -> {
            node.start();
            ready = true;
        });
        tidying = endpoint.loop().scheduleAtFixedRate(node::tidy, TIDY_SECONDS, TIDY_SECONDS, TimeUnit.SECONDS);
        LOG.atInfo()
                .addKeyValue("csp", contact.id())
                .addKeyValue("address", contact.address())
                .log("CSP listens");
    }

    private Optional<String> unreadyBecause() {
        if (draining) {
            return Optional.of("it is being stopped");
        }
        return ready ? database.problem() : Optional.of("starting");
    }

    /** Its ID. */
    public NodeId id() {
        return contact.id();
    }

    /** Its ID and where it listens. */
    public NodeContact contact() {
        return contact;
    }

    /** How it is doing; completes on its loop. */
    public CompletableFuture<CspStatus> status() {
        CompletableFuture<CspStatus> status = new CompletableFuture<>();
        endpoint.loop().execute(() -> status.complete(node.status()));
        return status;
    }

    /** Its pings for a message, or the one of that Call-ID, the latest first; completes on its loop. */
    CompletableFuture<List<PingRecord>> pingsOf(CallId callId) {
        return pings(history -> history.of(callId));
    }

    /** Its latest pings, the latest first; completes on its loop. */
    CompletableFuture<List<PingRecord>> latestPings(int max) {
        return pings(history -> history.latest(max));
    }

    private CompletableFuture<List<PingRecord>> pings(Function<PingHistory, List<PingRecord>> question) {
        CompletableFuture<List<PingRecord>> answer = new CompletableFuture<>();
        endpoint.loop().execute(() -> answer.complete(question.apply(node.pings())));
        return answer;
    }

    /** Where its admin port listens, if it has one. */
    public Optional<HostPort> admin() {
        return Optional.ofNullable(admin).map(AdminServer::address);
    }

    /** Gateways, peers and clients get 503, and try again. */
    @Override
    public CompletableFuture<Integer> drain() {
        draining = true;
        return endpoint.drain(node::underWay, drainAtMost);
    }

    /** Stops at once, as if the process had ended. Blocks. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            CompletableFuture<Void> stopped = new CompletableFuture<>();
            if (admin != null) {
                admin.close();
            }
            if (watched != null) {
                watched.close();
            }
            if (tidying != null) {
                tidying.cancel(false);
            }
            endpoint.loop().execute(() -> {
                node.close();
                stopped.complete(null);
            });
            stopped.join();
            endpoint.close();
            database.close();
        }
    }
}
