package io.pigw.enrollment.publish;

import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.PublicationUrls;
import io.pigw.enrollment.net.Connections.Connection;
import io.pigw.enrollment.ocsp.OcspResponder;
import io.pigw.enrollment.policy.NodeIds;
import io.pigw.enrollment.revoke.Revocations;
import io.pigw.enrollment.store.EnrollmentStore;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.runtime.Environment;
import io.pigw.runtime.store.Database;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes public what is revoked: CRLs and OCSP over HTTP, new CRLs to the CSPs. Bound first, so that the URLs that go into
 * certificates are known; served once there is an authority. Starting and closing block.
 */
public final class Publication implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Publication.class);
    private static final long FIRST_CRL_SECONDS = 10;

    private final PublishConfig config;
    private final Environment environment;
    private final PublishServer server;
    private final HostPort address;
    private volatile @Nullable Parts parts;

    /** What there is once there is an authority. */
    private record Parts(
            CertificateAuthority authority,
            Catalogue catalogue,
            CrlPublisher crls,
            CrlWorker worker,
            OcspResponder ocsp,
            CspPush push) {}

    /**
     * What publishing depends on.
     *
     * @param store where certificates of its own go
     * @param ids gives the server the ID by which it comes to the CSPs
     */
    public record Sources(
            CertificateAuthority authority,
            EnrollmentStore store,
            Database database,
            Revocations revocations,
            NodeIds ids) {}

    private Publication(PublishConfig config, Environment environment) throws InterruptedException {
        this.config = config;
        this.environment = environment;
        this.server = new PublishServer(PublishLimits.DEFAULT, this::handler);
        this.address = server.listen(config.listen(), environment.loops());
    }

    /** Listens; connections are closed unread until {@link #serve}. */
    public static Publication bind(PublishConfig config, Environment environment) throws InterruptedException {
        return new Publication(config, environment);
    }

    /** What goes into certificates. */
    public PublicationUrls urls() {
        return config.urls(address);
    }

    /** Where it listens. */
    public HostPort address() {
        return address;
    }

    /** Serves; first of all makes a new CRL, and goes on without if that fails. */
    public void serve(Sources from, List<NodeContact> csps) throws InterruptedException {
        CertificateAuthority authority = from.authority();
        Catalogue catalogue = new Catalogue(authority, environment.clock());
        CrlPublisher crls = new CrlPublisher(
                authority, new DatabaseCrlStore(from.database().writer()), config.times(), environment.clock());
        CrlWorker worker = new CrlWorker(
                crls, new CrlMeters(environment.metrics(), crls, environment.clock()), environment.clock());
        OcspResponder ocsp =
                OcspResponder.open(authority, from.store(), from.database(), config.ocspLimits(), environment);
        OwnLists own = new OwnLists(authority, crls, environment);
        CspPush push = new CspPush(new MessengerIdentity(from, environment), crls, own, environment);
        crls.load();
        crls.all().forEach(catalogue::add);
        crls.onCrl(catalogue::add);
        crls.onCrl(own::take);
        crls.onCrl(push::push);
        from.revocations().onChange(() -> {
            ocsp.changed();
            worker.wish();
        });
        parts = new Parts(authority, catalogue, crls, worker, ocsp, push);
        worker.start();
        awaitFirst(worker.signNow());
        push.to(csps);
        log.atInfo().addKeyValue("url", urls().base()).log("CRLs and OCSP are served");
    }

    private static void awaitFirst(CompletableFuture<List<Crl>> first) throws InterruptedException {
        try {
            first.get(FIRST_CRL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.atWarn().log("no CRL at the start yet; the server goes on and tries again");
        }
    }

    private @Nullable PublishHandler handler(Connection connection) {
        Parts now = parts;
        return now == null
                ? null
                : new PublishHandler(
                        now.catalogue(), now.ocsp(), PublishLimits.DEFAULT, environment.clock(), connection);
    }

    /** CRLs as they are now. */
    public CrlPublisher crls() {
        return served().crls();
    }

    /** A new CRL now; see {@link CrlWorker#signNow}. */
    public CompletableFuture<List<Crl>> signNow() {
        return served().worker().signNow();
    }

    /** From now on new CRLs go to these CSPs, and no longer to others; at once they get the current ones. */
    public void pushTo(List<NodeContact> csps) throws InterruptedException {
        served().push().to(csps);
    }

    /** Renews what the server shows the CSPs, where that is due. Blocks. */
    public void renewIfDue() throws InterruptedException {
        served().push().renewIfDue();
    }

    /** Why nothing good can be published now. */
    public Optional<String> unreadyBecause() {
        Parts now = parts;
        if (now == null) {
            return Optional.of("starting");
        }
        Optional<String> ofRoot = RootStanding.unreadyBecause(
                now.authority(), now.crls().root(), environment.clock().instant());
        return ofRoot.isPresent() ? ofRoot : now.worker().unreadyBecause();
    }

    private Parts served() {
        Parts now = parts;
        if (now == null) {
            throw new IllegalStateException("nothing is served yet");
        }
        return now;
    }

    @Override
    public void close() {
        server.close();
        Parts now = parts;
        if (now != null) {
            now.worker().close();
            now.push().close();
            now.ocsp().close();
        }
    }
}
