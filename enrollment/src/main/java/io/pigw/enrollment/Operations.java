package io.pigw.enrollment;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.pigw.enrollment.admin.OperatorPort;
import io.pigw.enrollment.audit.AuditCheckpoints;
import io.pigw.enrollment.audit.AuditStore;
import io.pigw.enrollment.audit.DatabaseAuditStore;
import io.pigw.enrollment.audit.RefusalTally;
import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.Statement;
import io.pigw.enrollment.est.ServerIdentity;
import io.pigw.enrollment.issue.StatementSigner;
import io.pigw.enrollment.store.EnrollmentStore;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.Environment;
import io.pigw.runtime.admin.AdminRoute;
import io.pigw.runtime.identity.CertificateVerifier;
import io.pigw.runtime.store.BatchWriter;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
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

    private final Environment environment;
    private final BatchWriter writer;
    private final AuditStore audit;
    private final AuditCheckpoints checkpoints;
    private final RefusalTally refusals;
    private final List<ScheduledFuture<?>> upkeep;
    private @Nullable OperatorPort port;

    Operations(
            String overlay,
            Environment environment,
            CertificateAuthority authority,
            EnrollmentStore store,
            BatchWriter writer) {
        this.environment = environment;
        this.writer = writer;
        this.audit = new DatabaseAuditStore(writer);
        StatementSigner signer =
                new StatementSigner(Statement.AUDIT, authority, store, environment.clock(), environment.random());
        this.checkpoints = new AuditCheckpoints(overlay, audit, signer::sign, environment.clock());
        this.refusals = new RefusalTally(audit, environment.clock());
        EventLoop loop = environment.loops().next();
        this.upkeep = List.of(
                loop.scheduleWithFixedDelay(refusals::flush, FLUSH_SECONDS, FLUSH_SECONDS, TimeUnit.SECONDS),
                loop.scheduleWithFixedDelay(
                        this::checkpoint, CHECKPOINT_SECONDS, CHECKPOINT_SECONDS, TimeUnit.SECONDS));
    }

    /** Where refusals of strangers are counted. */
    RefusalTally refusals() {
        return refusals;
    }

    /** Serves operators with the given routes and those of the log. Blocks until it listens. */
    void serve(
            HostPort bind,
            String overlay,
            CertificateAuthority authority,
            ServerIdentity identity,
            List<AdminRoute> routes) {
        CertificateVerifier verifier = new CertificateVerifier(Set.of(authority.root()), overlay, environment.clock());
        verifier.learn(authority.certificates());
        Set<X509Certificate> authorities = new HashSet<>(authority.certificates());
        authorities.add(authority.root());
        port = OperatorPort.open(
                bind,
                environment,
                new OperatorPort.Services(identity::keys, verifier, authorities, writer, audit, checkpoints, refusals),
                routes);
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

    private void checkpoint() {
        Thread.ofVirtual().name("enrollment-checkpoint").start(() -> {
            try {
                checkpoints.make();
            } catch (GeneralSecurityException | IllegalStateException e) {
                log.atError().setCause(e).log("the audit log's checkpoint cannot be signed");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
