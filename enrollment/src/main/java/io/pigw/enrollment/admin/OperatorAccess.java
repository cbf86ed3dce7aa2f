package io.pigw.enrollment.admin;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditEvent;
import io.pigw.enrollment.audit.RefusalTally;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.runtime.admin.AdminAccess;
import io.pigw.runtime.admin.AdminCaller;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.identity.CertificateRefusedException;
import io.pigw.runtime.identity.CertificateVerifier;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.3 with certificates on both sides; admitted are those of role operator that our authority issued and has not taken
 * back, which is looked up at each request.
 */
final class OperatorAccess implements AdminAccess {

    private static final int FORBIDDEN = 403;
    private static final String REMEDY =
            "show the certificate of an operator: --identity DIR; another operator makes a token for one with"
                    + " 'pigw enroll token --role operator'";

    private final Supplier<X509ExtendedKeyManager> keys;
    private final CertificateVerifier verifier;
    private final OperatorTrust trust;
    private final OperatorStanding standing;
    private final RefusalTally refusals;
    private final InstantSource clock;
    private volatile @Nullable Current current;

    private record Current(X509ExtendedKeyManager keys, SslContext context) {}

    /**
     * Access by certificates of the given authorities.
     *
     * @param keys the server's key and certificate; another object when they have changed
     * @param authorities root and issuing authorities as of now
     */
    OperatorAccess(
            Supplier<X509ExtendedKeyManager> keys,
            CertificateVerifier verifier,
            Supplier<List<X509Certificate>> authorities,
            OperatorStanding standing,
            RefusalTally refusals,
            InstantSource clock) {
        this.keys = keys;
        this.verifier = verifier;
        this.trust = new OperatorTrust(verifier, authorities);
        this.standing = standing;
        this.refusals = refusals;
        this.clock = clock;
    }

    @Override
    public SslContext context() {
        X509ExtendedKeyManager now = keys.get();
        Current known = current;
        if (known == null || !known.keys().equals(now)) {
            known = new Current(now, build(now));
            current = known;
        }
        return known.context();
    }

    @Override
    public AdminCaller require(X509Certificate certificate, String address)
            throws AdminException, InterruptedException {
        NodeCertificate node;
        try {
            node = verifier.require(List.of(certificate));
        } catch (CertificateRefusedException refused) {
            refusals.stranger("operator_certificate", address);
            throw new AdminException(
                    FORBIDDEN, "certificate_refused", "your certificate is not good: " + refused.getMessage(), REMEDY);
        }
        if (node.role() != Role.OPERATOR) {
            throw refused(
                    node,
                    address,
                    "not_an_operator",
                    "your certificate is one of role " + node.role().name().toLowerCase(Locale.ROOT));
        }
        Optional<String> obstacle = standing.obstacle(certificate.getSerialNumber(), certificate);
        if (obstacle.isPresent()) {
            throw refused(node, address, obstacle.get(), "your certificate is " + obstacle.get());
        }
        return new AdminCaller(node, address);
    }

    private AdminException refused(NodeCertificate node, String address, String code, String message) {
        AuditActor actor = node.role() == Role.OPERATOR ? AuditActor.operator(node) : AuditActor.node(node.id());
        AuditEvent event = AuditEvent.refused(clock.instant(), actor, AuditAction.OPERATOR_REFUSED, "", code)
                .with("address", address)
                .with("role", node.role().name().toLowerCase(Locale.ROOT));
        refusals.known(node.id() + " " + code, event, address);
        return new AdminException(FORBIDDEN, code, message, REMEDY);
    }

    private SslContext build(X509ExtendedKeyManager server) {
        try {
            // The JDK's: few connections, and its sessions keep the client's certificate when they are resumed.
            return SslContextBuilder.forServer(server)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3")
                    .trustManager(trust)
                    .clientAuth(ClientAuth.REQUIRE)
                    .build();
        } catch (SSLException unusable) {
            throw new IllegalStateException("no TLS context for the operators' port", unusable);
        }
    }
}
