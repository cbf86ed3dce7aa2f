package io.pigw.enrollment.admin;

import io.pigw.enrollment.audit.AuditCheckpoints;
import io.pigw.enrollment.audit.AuditStore;
import io.pigw.enrollment.audit.RefusalTally;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.Environment;
import io.pigw.runtime.admin.AdminOptions;
import io.pigw.runtime.admin.AdminRoute;
import io.pigw.runtime.admin.AdminServer;
import io.pigw.runtime.identity.CertificateVerifier;
import io.pigw.runtime.store.BatchWriter;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.X509ExtendedKeyManager;

/** The operators' port: HTTPS with JSON, for certificates of role operator alone. */
public final class OperatorPort implements AutoCloseable {

    /** 64 KiB a body, 64 connections, 16 requests at once, 5 min idle. */
    static final AdminOptions OPTIONS = new AdminOptions(64 * 1024, 64, 16, 300);

    private final AdminServer server;

    private OperatorPort(AdminServer server) {
        this.server = server;
    }

    /**
     * What the port needs.
     *
     * @param keys the server's key and certificate as of now
     * @param verifier judges the callers' certificates
     * @param authorities root and issuing authorities
     * @param writer of the server's database
     * @param audit the log
     * @param checkpoints of the log
     * @param refusals counts those who may not come in
     */
    public record Services(
            Supplier<X509ExtendedKeyManager> keys,
            CertificateVerifier verifier,
            Set<X509Certificate> authorities,
            BatchWriter writer,
            AuditStore audit,
            AuditCheckpoints checkpoints,
            RefusalTally refusals) {}

    /**
     * Listens. Blocks until it does.
     *
     * @param others routes beside those of this package
     * @throws IllegalStateException if it cannot
     */
    public static OperatorPort open(
            HostPort bind, Environment environment, Services services, List<AdminRoute> others) {
        List<AdminRoute> routes = new ArrayList<>(others);
        routes.addAll(new AuditRoutes(services.audit(), services.checkpoints()).routes());
        OperatorAccess access = new OperatorAccess(
                services.keys(),
                services.verifier(),
                services.authorities(),
                new DatabaseOperatorStanding(services.writer()),
                services.refusals(),
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
