package io.pigw.enrollment;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.pigw.enrollment.admin.OperatorPort;
import io.pigw.enrollment.audit.AuditCheckpoints;
import io.pigw.enrollment.audit.AuditStore;
import io.pigw.enrollment.audit.BrokenLogException;
import io.pigw.enrollment.audit.CheckpointReader;
import io.pigw.enrollment.audit.DatabaseAuditStore;
import io.pigw.enrollment.audit.RefusalTally;
import io.pigw.enrollment.backup.BackupConfig;
import io.pigw.enrollment.backup.Backups;
import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.Statement;
import io.pigw.enrollment.est.ServerIdentity;
import io.pigw.enrollment.issue.StatementSigner;
import io.pigw.enrollment.policy.UserNames;
import io.pigw.enrollment.publish.Publication;
import io.pigw.enrollment.revoke.Revocations;
import io.pigw.enrollment.store.DatabaseAccountStore;
import io.pigw.enrollment.store.DatabaseRegistryStore;
import io.pigw.enrollment.store.DatabaseRequestStore;
import io.pigw.enrollment.store.DatabaseTokenStore;
import io.pigw.enrollment.store.EnrollmentStore;
import io.pigw.enrollment.store.Restorations;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.Environment;
import io.pigw.runtime.admin.AdminRoute;
import io.pigw.runtime.identity.CertificateVerifier;
import io.pigw.runtime.store.BatchWriter;
import io.pigw.runtime.store.Database;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit log's upkeep, and the operators' port. */
final class Operations implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Operations.class);
    private static final long FLUSH_SECONDS = 60;
    private static final long CHECKPOINT_SECONDS = 3_600;

    private final String overlay;
    private final Environment environment;
    private final BatchWriter writer;
    private final AuditStore audit;
    private final AuditCheckpoints checkpoints;
    private final RefusalTally refusals;
    private final Restorations restorations;
    private final List<ScheduledFuture<?>> upkeep;
    private @Nullable OperatorPort port;

    Operations(
            String overlay,
            Environment environment,
            CertificateAuthority authority,
            EnrollmentStore store,
            BatchWriter writer,
            RefusalTally refusals,
            Restorations restorations)
            throws InterruptedException {
        this.overlay = overlay;
        this.environment = environment;
        this.writer = writer;
        this.audit = new DatabaseAuditStore(writer);
        StatementSigner signer =
                new StatementSigner(Statement.AUDIT, authority, store, environment.clock(), environment.random());
        this.checkpoints = new AuditCheckpoints(
                overlay, audit, signer, new CheckpointReader(List.of(authority.root())), environment.clock());
        this.refusals = refusals;
        this.restorations = restorations;
        sign();
        EventLoop loop = environment.loops().next();
        this.upkeep = List.of(
                loop.scheduleWithFixedDelay(refusals::flush, FLUSH_SECONDS, FLUSH_SECONDS, TimeUnit.SECONDS),
                loop.scheduleWithFixedDelay(
                        this::checkpoint, CHECKPOINT_SECONDS, CHECKPOINT_SECONDS, TimeUnit.SECONDS));
    }

    /** What operators see and decide about. */
    OperatorPort.Matters matters(
            EnrollmentConfig config,
            CertificateAuthority authority,
            Revocations revocations,
            @Nullable Publication publication,
            @Nullable Backups backups) {
        return new OperatorPort.Matters(
                new UserNames(config.overlay().name()),
                new DatabaseTokenStore(writer),
                new DatabaseRequestStore(writer),
                new DatabaseRegistryStore(writer),
                new DatabaseAccountStore(writer, config.policy()),
                revocations,
                publication,
                backups,
                audit,
                checkpoints,
                restorations,
                authority::certificates);
    }

    /**
     * Serves operators. Blocks until it listens.
     *
     * @param others routes beside those for the matters
     * @throws IllegalStateException if it cannot listen there
     */
    void serve(
            HostPort bind,
            CertificateAuthority authority,
            ServerIdentity identity,
            OperatorPort.Matters matters,
            List<AdminRoute> others) {
        CertificateVerifier verifier = new CertificateVerifier(Set.of(authority.root()), overlay, environment.clock());
        port = OperatorPort.open(
                bind,
                environment,
                new OperatorPort.Gate(identity::keys, verifier, authority::certificates, writer, refusals),
                matters,
                others);
    }

    /** Where the operators' port is, if there is one. */
    Optional<HostPort> address() {
        return Optional.ofNullable(port).map(OperatorPort::address);
    }

    /** Closes the port, then writes down what was counted. The database is still open. Blocks. */
    @Override
    public void close() {
        upkeep.forEach(task -> task.cancel(false));
        if (port != null) {
            port.close();
        }
        refusals.close();
    }

    /** What makes backups, each with a checkpoint of then. */
    Backups backups(BackupConfig backup, EnrollmentConfig config, Database database) {
        return EnrollmentBackups.of(backup, config, database, checkpoints, environment.clock());
    }

    /** Why an operator should look at the audit log or end a restoration, if that is so. */
    Optional<String> unreadyBecause() {
        return checkpoints
                .brokenBecause()
                .or(() -> restorations
                        .waiting()
                        .map(one -> "restored from a backup of " + one.taken()
                                + ": nodes get no certificates until 'pigw enroll resume'"));
    }

    private void checkpoint() {
        Thread.ofVirtual().name("enrollment-checkpoint").start(() -> {
            try {
                sign();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** A server whose log is broken goes on serving, and says so. */
    private void sign() throws InterruptedException {
        try {
            checkpoints.make();
        } catch (BrokenLogException reported) {
            log.atDebug().setCause(reported).log("no checkpoint of a broken log");
        } catch (GeneralSecurityException | IllegalStateException e) {
            log.atError().setCause(e).log("the audit log's checkpoint cannot be signed");
        }
    }
}
