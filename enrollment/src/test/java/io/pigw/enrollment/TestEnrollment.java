package io.pigw.enrollment;

import io.pigw.enrollment.EnrollmentConfig.Ca;
import io.pigw.enrollment.EnrollmentConfig.Overlay;
import io.pigw.enrollment.backup.BackupConfig;
import io.pigw.enrollment.est.EstLimits;
import io.pigw.enrollment.exclude.ExclusionSettings;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.enrollment.publish.PublishConfig;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** A real server on loopback with its own environment; can be restarted on the same files. */
final class TestEnrollment implements AutoCloseable {

    static final String OVERLAY = "p2p.example.net";

    final SettableClock clock = new SettableClock();
    final Environment environment = Environment.create(1, clock);
    private final EnrollmentConfig config;
    private final EstLimits limits;
    private Enrollment server;

    TestEnrollment(Path directory, int ringBits, long... reserved) throws Exception {
        this(directory, EstLimits.DEFAULT, ringBits, reserved);
    }

    TestEnrollment(Path directory, EstLimits limits, int ringBits, long... reserved) throws Exception {
        this(directory, limits, PolicySettings.DEFAULT.withRenewAfterPercent(0), ringBits, reserved);
    }

    TestEnrollment(Path directory, EstLimits limits, PolicySettings policy, int ringBits, long... reserved)
            throws Exception {
        this(directory, derby(directory), limits, policy, ExclusionSettings.DEFAULT, ringBits, List.of(), reserved);
    }

    /** Over that database; without backups, where it is not embedded. */
    TestEnrollment(Path directory, StoreConfig store, int ringBits) throws Exception {
        this(directory, store, ExclusionSettings.DEFAULT, ringBits);
    }

    /** As the other, with its own rules for opinion servers' proposals. */
    TestEnrollment(Path directory, StoreConfig store, ExclusionSettings exclusions, int ringBits) throws Exception {
        this(
                directory,
                store,
                EstLimits.DEFAULT,
                PolicySettings.DEFAULT.withRenewAfterPercent(0),
                exclusions,
                ringBits,
                List.of());
    }

    private TestEnrollment(
            Path directory,
            StoreConfig store,
            EstLimits limits,
            PolicySettings policy,
            ExclusionSettings exclusions,
            int ringBits,
            List<ContactConfig> csps,
            long... reserved)
            throws Exception {
        this.limits = limits;
        config = new EnrollmentConfig(
                new HostPort("127.0.0.1", 0),
                List.of(),
                store,
                Ca.automatic(directory.resolve("ca"), Duration.ofDays(30)),
                new Overlay(
                        OVERLAY,
                        ringBits,
                        LongStream.of(reserved).mapToObj(NodeId::of).toList()),
                policy,
                new HostPort("127.0.0.1", 0),
                csps,
                PublishConfig.on(new HostPort("127.0.0.1", 0)),
                new EnrollmentConfig.Operators(new HostPort("127.0.0.1", 0)),
                exclusions,
                store.directory() == null ? null : new BackupConfig(directory.resolve("backups"), 3, 2, true));
        server = Enrollment.start(config, environment, limits);
    }

    /** One that signs a list of CSPs. */
    TestEnrollment(Path directory, List<ContactConfig> csps) throws Exception {
        this(
                directory,
                derby(directory),
                EstLimits.DEFAULT,
                PolicySettings.DEFAULT,
                ExclusionSettings.DEFAULT,
                128,
                csps);
    }

    /** The database that a server in that folder has, if nothing else is said. */
    static StoreConfig derby(Path directory) {
        return new StoreConfig(directory.resolve("db"));
    }

    Enrollment server() {
        return server;
    }

    EstClient client() throws Exception {
        return EstClient.trusting(server.est(), Set.of(server.root()), environment.verifiers(), environment.random());
    }

    /** A new node of that role, without names. */
    NodeIdentity enroll(String account, Role role) throws Exception {
        try (EstClient client = client()) {
            return client.enroll(server.issueToken(new TokenRequest(account, role, List.of(), null, null)));
        }
    }

    EnrollmentConfig config() {
        return config;
    }

    void stop() {
        server.close();
    }

    void restart() throws Exception {
        server.close();
        server = Enrollment.start(config, environment, limits);
    }

    /** Trusts this server's root alone. */
    X509TrustManager trust() throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("root", server.root());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(anchors);
        return (X509TrustManager) trust.getTrustManagers()[0];
    }

    /** TLS that trusts this server's root alone. */
    SSLContext tls() throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {trust()}, null);
        return tls;
    }

    @Override
    public void close() {
        server.close();
        environment.close();
    }
}
