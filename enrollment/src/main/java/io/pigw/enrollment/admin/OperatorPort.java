package io.pigw.enrollment.admin;

import io.pigw.enrollment.audit.AuditCheckpoints;
import io.pigw.enrollment.audit.AuditStore;
import io.pigw.enrollment.audit.RefusalTally;
import io.pigw.enrollment.backup.Backups;
import io.pigw.enrollment.policy.UserNames;
import io.pigw.enrollment.publish.Publication;
import io.pigw.enrollment.revoke.Revocations;
import io.pigw.enrollment.store.AccountStore;
import io.pigw.enrollment.store.RegistryStore;
import io.pigw.enrollment.store.RequestStore;
import io.pigw.enrollment.store.Restorations;
import io.pigw.enrollment.store.TokenStore;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.Environment;
import io.pigw.runtime.admin.AdminOptions;
import io.pigw.runtime.admin.AdminRoute;
import io.pigw.runtime.admin.AdminServer;
import io.pigw.runtime.identity.CertificateVerifier;
import io.pigw.runtime.store.BatchWriter;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** The operators' port: HTTPS with JSON, for certificates of role operator alone. */
public final class OperatorPort implements AutoCloseable {

    /** 64 KiB a body, 64 connections, 16 requests at once, 5 min idle. */
    static final AdminOptions OPTIONS = new AdminOptions(64 * 1024, 64, 16, 300);

    private final AdminServer server;

    private OperatorPort(AdminServer server) {
        this.server = server;
    }

    /**
     * Who may come in.
     *
     * @param keys the server's key and certificate as of now
     * @param verifier judges the callers' certificates
     * @param authorities root and issuing authorities as of now
     * @param writer of the server's database
     * @param refusals counts those who may not come in
     */
    public record Gate(
            Supplier<X509ExtendedKeyManager> keys,
            CertificateVerifier verifier,
            Supplier<List<X509Certificate>> authorities,
            BatchWriter writer,
            RefusalTally refusals) {}

    /**
     * What operators see and decide about.
     *
     * @param names reads user names
     * @param publication null: nothing is published
     * @param backups null: none are made
     * @param authorities that issue now or did
     */
    public record Matters(
            UserNames names,
            TokenStore tokens,
            RequestStore requests,
            RegistryStore registry,
            AccountStore accounts,
            Revocations revocations,
            @Nullable Publication publication,
            @Nullable Backups backups,
            AuditStore audit,
            AuditCheckpoints checkpoints,
            Restorations restorations,
            Supplier<List<X509Certificate>> authorities) {}

    /**
     * Listens. Blocks until it does.
     *
     * @param others routes beside those of this package
     * @throws IllegalStateException if it cannot
     */
    public static OperatorPort open(
            HostPort bind, Environment environment, Gate gate, Matters matters, List<AdminRoute> others) {
        InstantSource clock = environment.clock();
        List<AdminRoute> routes = new ArrayList<>(others);
        routes.addAll(new TokenRoutes(matters.tokens(), clock).routes());
        routes.addAll(new RequestRoutes(matters.requests(), matters.names(), clock).routes());
        routes.addAll(new NodeRoutes(matters.registry(), matters.names(), clock).routes());
        routes.addAll(new AccountRoutes(matters.accounts(), clock).routes());
        routes.addAll(new RevocationRoutes(matters.revocations(), matters.names(), matters.authorities()).routes());
        routes.addAll(new CrlRoutes(matters.publication()).routes());
        routes.addAll(new BackupRoutes(matters.backups()).routes());
        routes.addAll(new AuditRoutes(matters.audit(), matters.checkpoints()).routes());
        routes.addAll(new RestorationRoutes(matters.restorations()).routes());
        OperatorAccess access = new OperatorAccess(
                gate.keys(),
                gate.verifier(),
                gate.authorities(),
                new DatabaseOperatorStanding(gate.writer()),
                gate.refusals(),
                environment.clock());
        return new OperatorPort(AdminServer.startSecure(bind, environment, routes, OPTIONS, access));
    }

    /** Where it listens. */
    public HostPort address() {
        return server.address();
    }

    /** Stops listening and closes all connections. Blocks up to 5 s. */
    @Override
    public void close() {
        server.close();
    }
}
