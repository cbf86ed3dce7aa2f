package io.pigw.enrollment;

import io.netty.util.concurrent.ScheduledFuture;
import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditEvent;
import io.pigw.enrollment.audit.AuditStore;
import io.pigw.enrollment.audit.DatabaseAuditStore;
import io.pigw.enrollment.audit.RefusalTally;
import io.pigw.enrollment.backup.Backups;
import io.pigw.enrollment.ca.AuthorityAlarm;
import io.pigw.enrollment.ca.AuthoritySettings;
import io.pigw.enrollment.ca.CaFiles;
import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.Statement;
import io.pigw.enrollment.est.CspLists;
import io.pigw.enrollment.est.EstLimits;
import io.pigw.enrollment.est.EstServer;
import io.pigw.enrollment.est.ServerIdentity;
import io.pigw.enrollment.exclude.Exclusions;
import io.pigw.enrollment.hook.Hooks;
import io.pigw.enrollment.issue.Issuer;
import io.pigw.enrollment.issue.Payments;
import io.pigw.enrollment.issue.StatementSigner;
import io.pigw.enrollment.policy.KeyCheck;
import io.pigw.enrollment.policy.NodeIds;
import io.pigw.enrollment.policy.Policy;
import io.pigw.enrollment.policy.UserNames;
import io.pigw.enrollment.publish.Publication;
import io.pigw.enrollment.publish.PublishConfig;
import io.pigw.enrollment.revoke.DatabaseRevocationStore;
import io.pigw.enrollment.revoke.Revocations;
import io.pigw.enrollment.store.DatabaseChargeStore;
import io.pigw.enrollment.store.DatabaseEnrollmentStore;
import io.pigw.enrollment.store.DatabaseRenewalStore;
import io.pigw.enrollment.store.EnrollmentStore;
import io.pigw.enrollment.store.Restorations;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.Environment;
import io.pigw.runtime.admin.AdminServer;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.store.Database;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Enrollment and Authentication server: composition root. Starting, closing and tokens block. */
public final class Enrollment implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Enrollment.class);
    private static final long SETTLEMENT_SECONDS = 2;
    private static final long ROTATION_CHECK_SECONDS = 30;

    private final EnrollmentConfig config;
    private final Database database;
    private final EstServer server;
    private final ScheduledFuture<?> renewal;
    private final @Nullable ScheduledFuture<?> settlement;
    private final Hooks hooks;
    private final ScheduledFuture<?> rotation;
    private final InstantSource clock;
    private final AuditStore audit;
    private final Tokens tokens;
    private final EnrollmentMeters meters;
    private final Revocations revocations;
    private final @Nullable Publication publication;
    private final X509Certificate root;
    private final HostPort address;
    private final CertificateAuthority authority;
    private final AuthorityAlarm alarm;
    private final ServerIdentity identity;
    private final Operations operations;
    private final @Nullable Backups backups;
    private @Nullable AdminServer admin;

    private Enrollment(
            EnrollmentConfig config,
            Environment environment,
            EstLimits limits,
            Database database,
            @Nullable Publication publication)
            throws IOException, GeneralSecurityException, InterruptedException {
        this.config = config;
        this.database = database;
        this.publication = publication;
        this.clock = environment.clock();
        this.audit = new DatabaseAuditStore(database.writer());
        RefusalTally refusals = new RefusalTally(audit, environment.clock());
        this.meters = new EnrollmentMeters(environment.metrics(), refusals);
        this.revocations = Revocations.open(new DatabaseRevocationStore(database.writer()), environment.clock());
        AuthoritySettings settings = config.authority();
        this.authority = CertificateAuthority.open(
                publication == null ? settings : settings.publishedAt(publication.urls()),
                environment.clock(),
                environment.random());
        this.root = authority.root();
        this.alarm = new AuthorityAlarm(authority, environment.clock());
        alarm.register(environment.metrics());
        alarm.look();
        NodeIds ids =
                new NodeIds(config.overlay().ring(), Set.copyOf(config.overlay().reservedIds()), environment.random());
        Policy policy = new Policy(config.policy(), config.overlay().ring(), hash -> isAuthoritys(authority, hash));
        EnrollmentStore store = new DatabaseEnrollmentStore(database.writer(), policy, ids);
        Restorations restorations = Restorations.open(database.writer(), environment.clock());
        UserNames names = new UserNames(config.overlay().name());
        this.tokens = new Tokens(names, store, environment.clock(), environment.random());
        this.hooks = Hooks.open(config.policy().hooks(), environment.clock(), environment.random());
        Payments payments = hooks.charging()
                .map(charging -> new Payments(
                        charging,
                        new DatabaseChargeStore(database.writer()),
                        environment.clock(),
                        environment.random()))
                .orElse(null);
        if (publication != null) {
            publication.serve(
                    new Publication.Sources(authority, store, database, revocations, ids),
                    config.csps().stream().map(ContactConfig::contact).toList());
        }
        this.identity =
                new ServerIdentity(authority, store, config.serverNames(), environment.clock(), environment.random());
        identity.renewIfDue();
        CspLists csps = new CspLists(
                config.overlay().name(),
                config.csps(),
                new StatementSigner(Statement.CSP_LIST, authority, store, environment.clock(), environment.random()),
                environment.clock());
        csps.signIfDue();
        this.server = new EstServer(
                new Issuer(
                        authority,
                        new Issuer.Stores(
                                store, new DatabaseRenewalStore(database.writer(), policy), revocations, restorations),
                        config.policy(),
                        names,
                        hooks,
                        payments,
                        environment.clock()),
                new EstServer.Offer(
                        config.overlay().name(),
                        authority.root(),
                        authority::certificates,
                        revocations::isRevoked,
                        csps,
                        new Exclusions(
                                database.writer(),
                                revocations,
                                refusals,
                                config.exclusions(),
                                environment.metrics(),
                                environment.clock())),
                identity,
                limits,
                meters,
                environment.clock());
        this.operations = new Operations(
                config.overlay().name(), environment, authority, store, database.writer(), refusals, restorations);
        this.backups = config.backup() == null ? null : operations.backups(config.backup(), config, database);
        this.address = server.listen(
                config.listen(),
                environment.loops().group(),
                environment.loops().serverChannel());
        this.renewal = environment
                .loops()
                .next()
                .scheduleWithFixedDelay(
                        () -> renew(identity, csps, publication),
                        ServerIdentity.CHECK_EVERY.toMillis(),
                        ServerIdentity.CHECK_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
        this.settlement = payments == null
                ? null
                : environment
                        .loops()
                        .next()
                        .scheduleWithFixedDelay(() -> settle(payments), 0, SETTLEMENT_SECONDS, TimeUnit.SECONDS);
        this.rotation = environment
                .loops()
                .next()
                .scheduleWithFixedDelay(
                        this::noticeRotation, ROTATION_CHECK_SECONDS, ROTATION_CHECK_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Starts the server; makes keys and database at the first start. Blocks until it listens.
     *
     * @throws IOException if files or the port cannot be had
     * @throws GeneralSecurityException if the authority's certificates do not verify
     */
    public static Enrollment start(EnrollmentConfig config, Environment environment)
            throws IOException, GeneralSecurityException, InterruptedException {
        return start(config, environment, EstLimits.DEFAULT);
    }

    static Enrollment start(EnrollmentConfig config, Environment environment, EstLimits limits)
            throws IOException, GeneralSecurityException, InterruptedException {
        Database database = environment.databases().open(config.store(), DatabaseEnrollmentStore.MIGRATIONS);
        Publication publication = null;
        try {
            PublishConfig publish = config.publish();
            publication = publish == null ? null : Publication.bind(publish, environment);
            Enrollment enrollment = new Enrollment(config, environment, limits, database, publication);
            enrollment.serveOperator(environment);
            log.atInfo().addKeyValue("est", enrollment.est()).log("enrollment serves");
            return enrollment;
        } catch (Exception e) {
            if (publication != null) {
                publication.close();
            }
            database.close();
            throw e;
        }
    }

    /** Where the server listens, with the real port. */
    public HostPort address() {
        return address;
    }

    /** What an EST client is given: {@code https://host:port/.well-known/est}. */
    public URI est() {
        String host = config.serverNames().getFirst();
        return URI.create("https://" + new HostPort(host, address.port()) + "/.well-known/est");
    }

    /** The file with the root certificate that every node trusts. */
    public Path trustFile() {
        return files(config).trust();
    }

    /** The root certificate that every node trusts. */
    public X509Certificate root() {
        return root;
    }

    /**
     * Issues a token that enrolls one node, once.
     *
     * @return the secret; it is nowhere on record and cannot be shown again
     * @throws TokenRefusedException if a name or the ID is not to be had
     */
    public String issueToken(TokenRequest request) throws TokenRefusedException, InterruptedException {
        return issue(request, AuditActor.SERVER).secret();
    }

    Tokens.Token issue(TokenRequest request, AuditActor actor) throws TokenRefusedException, InterruptedException {
        Tokens.Token token = tokens.issue(request, actor);
        meters.token();
        return token;
    }

    /** Takes certificates back. */
    public Revocations revocations() {
        return revocations;
    }

    /** Makes public what is revoked, if that is configured. */
    public Optional<Publication> publication() {
        return Optional.ofNullable(publication);
    }

    /** What makes backups, if {@code backup} is configured. */
    public Optional<Backups> backups() {
        return Optional.ofNullable(backups);
    }

    /** Where health and metrics are served, if that is configured. */
    public Optional<HostPort> admin() {
        return Optional.ofNullable(admin).map(AdminServer::address);
    }

    /** What operators are given: {@code https://host:port}, if their port is configured. */
    public Optional<URI> operators() {
        String host = config.serverNames().getFirst();
        return operations.address().map(at -> URI.create("https://" + new HostPort(host, at.port())));
    }

    /** Stops listening, lets what is at work end, and closes the database. */
    @Override
    public void close() {
        if (admin != null) {
            admin.close();
        }
        renewal.cancel(false);
        if (settlement != null) {
            settlement.cancel(false);
        }
        rotation.cancel(false);
        server.close();
        hooks.close();
        if (publication != null) {
            publication.close();
        }
        operations.close();
        database.close();
    }

    private Optional<String> unreadyBecause() {
        return operations
                .unreadyBecause()
                .or(alarm::unreadyBecause)
                .or(database::problem)
                .or(() -> publication == null ? Optional.empty() : publication.unreadyBecause());
    }

    private void serveOperator(Environment environment) {
        HostPort plain = config.admin();
        EnrollmentConfig.Operators operators = config.operators();
        try {
            if (plain != null) {
                admin = AdminServer.start(plain, environment, this::unreadyBecause, List.of());
            }
            if (operators != null) {
                operations.serve(
                        operators.listen(),
                        authority,
                        identity,
                        operations.matters(config, authority, revocations, publication, backups),
                        List.of(TokenRoute.of(this)));
            }
        } catch (IllegalStateException e) {
            if (admin != null) {
                admin.close();
            }
            renewal.cancel(false);
            rotation.cancel(false);
            server.close();
            operations.close();
            throw e;
        }
    }

    private static boolean isAuthoritys(CertificateAuthority authority, String keyHash) {
        return authority.certificates().stream()
                .anyMatch(
                        certificate -> KeyCheck.hash(certificate.getPublicKey()).equals(keyHash));
    }

    private static CaFiles files(EnrollmentConfig config) {
        return new CaFiles(config.ca().directory());
    }

    private void noticeRotation() {
        Thread.ofVirtual().name("enrollment-rotation").start(() -> {
            try {
                takeOverRotation();
            } catch (GeneralSecurityException | IOException | RuntimeException e) {
                log.atError().setCause(e).log("a change of the issuing authorities cannot be taken over");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Looks for a new issuing authority: it is in cacerts and has a CRL from then on. Blocks. */
    void takeOverRotation() throws GeneralSecurityException, IOException, InterruptedException {
        if (!authority.refresh()) {
            return;
        }
        AuditEvent rotated = AuditEvent.done(
                clock.instant(),
                AuditActor.SERVER,
                AuditAction.AUTHORITY_ROTATED,
                authority.newest().keyId());
        var _ = audit.append(rotated.with("issuing", authority.current().keyId()));
        if (publication != null) {
            publication.renewIfDue();
            var _ = publication.signNow();
        }
    }

    private static void settle(Payments payments) {
        Thread.ofVirtual().name("enrollment-settlement").start(() -> {
            try {
                payments.settle();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void renew(ServerIdentity identity, CspLists csps, @Nullable Publication publication) {
        Thread.ofVirtual().name("enrollment-renewal").start(() -> {
            try {
                alarm.look();
                identity.renewIfDue();
                csps.signIfDue();
                if (publication != null) {
                    publication.renewIfDue();
                }
            } catch (GeneralSecurityException | IOException | IllegalStateException e) {
                log.atError().setCause(e).log("the server's own certificate cannot be renewed");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
