package io.pigw.sos;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.ping.RouteVerifier;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.Environment;
import io.pigw.runtime.admin.AdminServer;
import io.pigw.runtime.enroll.FirstEnrollment;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import io.pigw.runtime.store.Database;
import io.pigw.trust.Opinion;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Secure Opinion Server: the composition root. Starts and closes on a thread that may block. */
public final class Sos implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sos.class);
    private static final PeerPolicy POLICY = new PeerPolicy(Set.of(Role.PEER, Role.CSP), Set.of());

    private final Deque<AutoCloseable> open;
    private final P2psipEndpoint endpoint;
    private final EvidenceBook book;
    private final NodeContact contact;
    private final Environment environment;
    private final @Nullable HostPort admin;

    private Sos(
            Deque<AutoCloseable> open,
            P2psipEndpoint endpoint,
            EvidenceBook book,
            NodeContact contact,
            Environment environment,
            @Nullable HostPort admin) {
        this.open = open;
        this.endpoint = endpoint;
        this.book = book;
        this.contact = contact;
        this.environment = environment;
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
        Database database = environment.databases().open(config.store(), DatabaseEvidenceStore.MIGRATIONS);
        open.push(database);
        EvidenceStore store = new DatabaseEvidenceStore(database);
        EvidenceBook book = new EvidenceBook(config.opinions());
        book.restore(store.load(
                config.opinions().maxLinks(), book.votesFrom(environment.clock().instant()), EvidenceBook.MAX_VOTES));

        VerificationWorkers workers = new VerificationWorkers();
        open.push(workers);
        environment.revocations().configure(identity, environment.verifiers().of(identity), config.identity());
        P2psipEndpoint endpoint = P2psipEndpoint.open(environment, identity, POLICY, EndpointOptions.DEFAULTS);
        open.push(endpoint);
        LocalNode local = new LocalNode(
                new NodeContact(identity.certificate().id(), config.listen()),
                config.overlay().ring(),
                config.overlay().name());
        SosMetrics metrics = new SosMetrics(environment.metrics());
        ReportIntake intake = new ReportIntake(
                book,
                store,
                new RouteVerifier(local, endpoint.verifier())::isProven,
                environment.clock(),
                endpoint.loop(),
                workers,
                metrics);
        OpinionService service =
                new OpinionService(book, config.opinions().operator(), intake, environment.clock(), metrics);
        endpoint.onRequest(service::onRequest);
        HostPort bound = endpoint.listen(config.listen()).join();

        AdminServer admin = null;
        if (config.admin() != null) {
            admin = AdminServer.start(config.admin(), environment, database::problem, List.of());
            open.push(admin);
        }
        open.push(environment.renewals().watch(config.identity(), identity, endpoint::renew));
        NodeContact contact = new NodeContact(identity.certificate().id(), bound);
        LOG.atInfo()
                .addKeyValue("sos", contact.id())
                .addKeyValue("address", bound)
                .addKeyValue("links", book.links())
                .log("Opinion server listens");
        return new Sos(open, endpoint, book, contact, environment, admin == null ? null : admin.address());
    }

    /** Its ID and where it listens. */
    public NodeContact contact() {
        return contact;
    }

    /** Where metrics and health are served, if they are. */
    public Optional<HostPort> admin() {
        return Optional.ofNullable(admin);
    }

    /** All observers' opinions on a node as one, now; vacuous where nothing is known. Completes on its loop. */
    public CompletableFuture<Opinion> opinionOn(NodeId node) {
        CompletableFuture<Opinion> opinion = new CompletableFuture<>();
        endpoint.loop()
                .execute(() -> opinion.complete(
                        book.opinionOn(node, environment.clock().instant())));
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
