package io.pigw.sos;

import io.micrometer.core.instrument.Counter;
import io.pigw.overlay.LocalNode;
import io.pigw.overlay.limit.DelayGate;
import io.pigw.overlay.limit.LoopDelay;
import io.pigw.overlay.ping.RouteVerifier;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.sos.OpinionServer;
import io.pigw.overlay.sos.Sentence;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.Environment;
import io.pigw.runtime.admin.AdminRoute;
import io.pigw.runtime.admin.AdminServer;
import io.pigw.runtime.enroll.FirstEnrollment;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import io.pigw.runtime.store.Write;
import io.pigw.trust.Opinion;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Secure Opinion Server: the composition root. Starts and closes on a thread that may block. */
public final class Sos implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sos.class);
    private static final PeerPolicy POLICY = new PeerPolicy(Set.of(Role.PEER, Role.CSP), Set.of());

    private final Deque<AutoCloseable> open;
    private final P2psipEndpoint endpoint;
    private final OpinionServer server;
    private final NodeContact contact;
    private final List<AdminRoute> routes;
    private final @Nullable HostPort admin;

    private Sos(
            Deque<AutoCloseable> open,
            P2psipEndpoint endpoint,
            OpinionServer server,
            NodeContact contact,
            List<AdminRoute> routes,
            @Nullable HostPort admin) {
        this.open = open;
        this.endpoint = endpoint;
        this.server = server;
        this.contact = contact;
        this.routes = routes;
        this.admin = admin;
    }

    /**
     * Starts one with the identity from its files. Blocks.
     *
     * @throws IOException if the identity cannot be read
     */
    public static Sos start(SosConfig config, Environment environment) throws IOException {
        return start(config, FirstEnrollment.identity(config.identity(), environment), environment);
    }

    /** Starts one. Blocks until it listens. */
    public static Sos start(SosConfig config, NodeIdentity identity, Environment environment) {
        if (identity.certificate().role() != Role.SOS) {
            throw new IllegalArgumentException("not an opinion server's certificate: " + identity);
        }
        Deque<AutoCloseable> open = new ArrayDeque<>();
        try {
            return start(config, identity, environment, open);
        } catch (RuntimeException failed) {
            closeAll(open);
            throw failed;
        }
    }

    private static Sos start(
            SosConfig config, NodeIdentity identity, Environment environment, Deque<AutoCloseable> open) {
        SharedEvidence evidence = SharedEvidence.open(environment.databases(), config, environment.clock());
        open.push(evidence);
        VerificationWorkers workers = new VerificationWorkers();
        open.push(workers);
        environment.revocations().configure(identity, environment.verifiers().of(identity), config.identity());
        P2psipEndpoint endpoint = P2psipEndpoint.open(environment, identity, POLICY, EndpointOptions.DEFAULTS);
        open.push(endpoint);
        LocalNode local = new LocalNode(
                new NodeContact(identity.certificate().id(), config.listen()),
                config.overlay().ring(),
                config.overlay().name());
        AtomicReference<NodeIdentity> current = new AtomicReference<>(identity);
        Answers answers = new Answers(
                new Answers.Writer() {
                    @Override
                    public <T> CompletableFuture<T> submit(Write<T> write) {
                        return evidence.submit(write, endpoint.loop());
                    }
                },
                environment.clock(),
                endpoint.scheduler());
        Optional<Exclusions> exclusions = exclusions(config, current, answers, endpoint, environment, open);
        OpinionServer server = new OpinionServer(
                config.opinions().options(),
                config.condemnation().options(),
                evidence,
                new RouteVerifier(local, endpoint.verifier())::isProven,
                environment.clock(),
                endpoint.loop(),
                workers,
                new SosMetrics(environment.metrics(), endpoint.loop().ticker()::nanoTime, condemned -> {
                    Sentence sentence =
                            new Sentence(condemned, environment.clock().instant());
                    exclusions.ifPresent(proposals -> endpoint.loop().execute(() -> proposals.propose(sentence)));
                }));
        if (!evidence.isWriter()) {
            server.follow();
        }
        server.restore();
        Runnable proposeAgain = () -> exclusions.ifPresent(
                proposals -> answers.unanswered(server::sentences, left -> left.forEach(proposals::propose)));
        if (evidence.isWriter()) {
            endpoint.loop().execute(proposeAgain);
        }
        environment.metrics().latestGauge("pigw_sos_links", server::links);
        environment.metrics().latestGauge("pigw_sos_stored_links", evidence::stored);
        environment.metrics().latestGauge("pigw_sos_writer", () -> evidence.isWriter() ? 1 : 0);
        LoopDelay delay = new LoopDelay(
                endpoint.scheduler(),
                () -> Instant.EPOCH.plusNanos(endpoint.loop().ticker().nanoTime()),
                environment.random());
        open.push(() -> endpoint.loop().execute(delay::close));
        endpoint.loop().execute(delay::start);
        environment.metrics().latestGauge("pigw_sos_admitted_share", delay::share);
        Counter delayed = environment.metrics().counter("pigw_requests_limited_total", "sort", "delay");
        DelayGate gate = new DelayGate(delay, delayed::increment);
        endpoint.onRequest(inbound -> server.onRequest(inbound, gate::admits));
        HostPort bound = endpoint.listen(config.listen()).join();

        List<AdminRoute> routes = OpinionRoutes.of(server, local.ring(), endpoint.loop());
        AdminServer admin = null;
        if (config.admin() != null) {
            admin = AdminServer.start(config.admin(), environment, evidence::problem, routes);
            open.push(admin);
        }
        open.push(environment.renewals().watch(config.identity(), identity, next -> {
            current.set(next);
            return endpoint.renew(next);
        }));
        NodeContact contact = new NodeContact(identity.certificate().id(), bound);
        LOG.atInfo()
                .addKeyValue("sos", contact.id())
                .addKeyValue("address", bound)
                .addKeyValue("links", server.links())
                .addKeyValue("role", evidence.isWriter() ? "writer" : "follower")
                .log("Opinion server listens");
        evidence.follow(server, endpoint.loop(), () -> {
            LOG.atWarn()
                    .addKeyValue("sos", contact.id())
                    .addKeyValue("links", server.links())
                    .log("This opinion server takes reports now: the one that did has given the database up");
            proposeAgain.run();
        });
        return new Sos(open, endpoint, server, contact, routes, admin == null ? null : admin.address());
    }

    /** Nowhere, unless condemned nodes are to be revoked. */
    private static Optional<Exclusions> exclusions(
            SosConfig config,
            AtomicReference<NodeIdentity> identity,
            Answers answers,
            P2psipEndpoint endpoint,
            Environment environment,
            Deque<AutoCloseable> open) {
        if (config.condemnation().action() != CondemnationAction.REVOKE) {
            return Optional.empty();
        }
        return config.exclusionsAt().map(est -> {
            ExclusionClient client =
                    ExclusionClient.of(est, identity::get, environment.verifiers(), environment.random());
            open.push(client);
            return new Exclusions(
                    client::propose,
                    answers::note,
                    config.condemnation().lasts(),
                    environment.clock(),
                    endpoint.loop(),
                    endpoint.scheduler(),
                    environment.metrics());
        });
    }

    /** Its ID and where it listens. */
    public NodeContact contact() {
        return contact;
    }

    /** What its admin port says of nodes and routes, for another port of the same process. */
    public List<AdminRoute> adminRoutes() {
        return routes;
    }

    /** Where metrics and health are served, if they are. */
    public Optional<HostPort> admin() {
        return Optional.ofNullable(admin);
    }

    /** All observers' opinions on a node as one, now; vacuous where nothing is known. Completes on its loop. */
    public CompletableFuture<Opinion> opinionOn(NodeId node) {
        CompletableFuture<Opinion> opinion = new CompletableFuture<>();
        endpoint.loop().execute(() -> opinion.complete(server.opinionOn(node)));
        return opinion;
    }

    /** Stops at once; what was answered 200 is durable. Blocks. Idempotent. */
    @Override
    public void close() {
        closeAll(open);
    }

    private static void closeAll(Deque<AutoCloseable> open) {
        synchronized (open) {
            while (!open.isEmpty()) {
                try {
                    open.pop().close();
                } catch (Exception failed) {
                    LOG.atWarn().setCause(failed).log("Something did not close");
                }
            }
        }
    }
}
