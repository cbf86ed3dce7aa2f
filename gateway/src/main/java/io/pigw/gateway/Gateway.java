package io.pigw.gateway;

import io.netty.util.NetUtil;
import io.pigw.gateway.as.TrustDomain;
import io.pigw.gateway.names.MessageNames;
import io.pigw.gateway.names.NamesFile;
import io.pigw.gateway.registration.RegistrationStatus;
import io.pigw.gateway.sip.SipMetrics;
import io.pigw.gateway.sip.SipTransport;
import io.pigw.gateway.sip.Surroundings;
import io.pigw.gateway.ua.UserAgent;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.Drainable;
import io.pigw.runtime.Environment;
import io.pigw.runtime.admin.AdminRoute;
import io.pigw.runtime.admin.AdminServer;
import io.pigw.runtime.enroll.FirstEnrollment;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import io.pigw.runtime.renewal.WatchedIdentity;
import io.pigw.runtime.store.Bell;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.trace.MessageTrace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway: the composition root. Starts and closes on a thread that may block. */
public final class Gateway implements Drainable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final String SCHEMA = "io/pigw/gateway/db";

    private final Database database;
    private final Optional<Bell> bell;
    private final P2psipEndpoint endpoint;
    private final SipTransport sip;
    private final ImsRegistration registration;
    private final GatewayNode node;
    private final CoreSide core;
    private final WatchedIdentity identity;
    private final @Nullable AdminServer admin;
    private final Duration drainAtMost;
    private final AtomicBoolean draining;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Gateway(
            Database database,
            Optional<Bell> bell,
            P2psipEndpoint endpoint,
            SipTransport sip,
            ImsRegistration registration,
            GatewayNode node,
            CoreSide core,
            WatchedIdentity identity,
            @Nullable AdminServer admin,
            Duration drainAtMost,
            AtomicBoolean draining) {
        this.database = database;
        this.bell = bell;
        this.endpoint = endpoint;
        this.sip = sip;
        this.registration = registration;
        this.node = node;
        this.core = core;
        this.identity = identity;
        this.admin = admin;
        this.drainAtMost = drainAtMost;
        this.draining = draining;
    }

    /**
     * Starts one with the identity from its files. Blocks.
     *
     * @throws IOException if the identity, the secret of names or the database cannot be read, or a port is taken
     */
    public static Gateway start(GatewayConfig config, Environment environment) throws IOException {
        return start(config, FirstEnrollment.identity(config.identity(), environment), environment, MessageTrace.NONE);
    }

    /**
     * Starts one. Blocks until it takes messages; it may still be dialling CSPs then.
     *
     * @param trace is told of the steps of messages
     * @throws IOException if the secret of names or the database cannot be read, or a port is taken
     */
    public static Gateway start(
            GatewayConfig config, NodeIdentity identity, Environment environment, MessageTrace trace)
            throws IOException {
        check(config, identity.certificate());
        MessageNames names = NamesFile.open(config.namesFile(), environment.random());
        Opened opened = new Opened();
        try {
            Database database =
                    opened.add(database(config, identity.certificate().id(), environment));
            environment
                    .revocations()
                    .configure(identity, environment.verifiers().of(identity), config.identity());
            P2psipEndpoint endpoint = opened.add(P2psipEndpoint.open(
                    environment, identity, PeerPolicy.dialling(Role.CSP), EndpointOptions.DEFAULTS));
            SipMetrics sipMetrics = new SipCounters(environment.metrics());
            SipTransport sip = opened.add(sip(config.sip(), environment, sipMetrics));
            CoreSide core = CoreSide.of(config, environment, endpoint, sip, sipMetrics);
            ImsRegistration registration =
                    opened.add(ImsRegistration.open(config.sip(), sip, core.sender(), endpoint, environment));
            UserAgent userAgent = new UserAgent(
                    registration.watching(core.sender()),
                    () -> config.sip().nextHop().routeSet(registration.route()));
            GatewayNode node = GatewayNode.open(
                    new GatewayNode.Parts(config, environment, endpoint, trace, names, registration.identities()),
                    database,
                    userAgent);
            WatchedIdentity watched =
                    opened.add(environment.renewals().watch(config.identity(), identity, endpoint::renew));
            AtomicBoolean draining = new AtomicBoolean();
            AdminServer admin = admin(config, environment, database, node, core, registration, draining);
            if (admin != null) {
                opened.add(admin);
            }
            Optional<Bell> bell = database.members()
                    .map(members ->
                            opened.add(members.bell(() -> endpoint.loop().execute(node::gather))));
            Gateway gateway = new Gateway(
                    database, bell, endpoint, sip, registration, node, core, watched, admin, config.drain(), draining);
            gateway.begin(config, environment, sipMetrics);
            return gateway;
        } catch (IOException | RuntimeException failed) {
            opened.close();
            throw failed;
        }
    }

    private static Database database(GatewayConfig config, NodeId self, Environment environment) {
        return config.delivery().shared()
                ? environment.databases().openShared(config.store(), SCHEMA, self.toString())
                : environment.databases().open(config.store(), SCHEMA);
    }

    private static SipTransport sip(SipConfig config, Environment environment, SipMetrics metrics) throws IOException {
        TrustDomain core = TrustDomain.of(config.trusted());
        return SipTransport.open(
                config.transport().transport(config, address -> core.contains(NetUtil.toAddressString(address))),
                new Surroundings(environment.loops(), metrics, environment.clock(), environment.random()));
    }

    private static void check(GatewayConfig config, NodeCertificate certificate) {
        if (certificate.role() != Role.GATEWAY) {
            throw new IllegalArgumentException("not a gateway's certificate: its role is " + certificate.role());
        }
        if (!certificate.overlay().equals(config.overlay().name())) {
            throw new IllegalArgumentException("the certificate is for the overlay " + certificate.overlay()
                    + ", the configuration for " + config.overlay().name());
        }
    }

    private static @Nullable AdminServer admin(
            GatewayConfig config,
            Environment environment,
            Database database,
            GatewayNode node,
            CoreSide core,
            ImsRegistration registration,
            AtomicBoolean draining) {
        environment.metrics().gauge("pigw_gateway_pending", node::pending);
        environment.metrics().gauge("pigw_gateway_csps_up", node::cspsUp);
        HostPort bind = config.admin();
        return bind == null
                ? null
                : AdminServer.start(
                        bind,
                        environment,
                        () -> draining.get()
                                ? Optional.of("it is being stopped")
                                : node.cspsUp() > 0
                                        ? database.problem()
                                                .or(() -> core.status().problem())
                                                .or(registration::unreadyBecause)
                                        : Optional.of("no CSP is connected"),
                        routes(node, registration));
    }

    private void begin(GatewayConfig config, Environment environment, SipMetrics sipMetrics) {
        core.start();
        endpoint.loop().execute(node::start);
        AsWiring.serve(sip, config.sip(), node, environment, sipMetrics);
        registration.start();
        LOG.atInfo()
                .addKeyValue("gateway", id())
                .addKeyValue("sip", sip.local())
                .log("gateway listens");
    }

    private static List<AdminRoute> routes(GatewayNode node, ImsRegistration registration) {
        return Stream.of(registration.routes(), node.adminRoutes())
                .flatMap(List::stream)
                .toList();
    }

    /** What an operator can ask, for whoever serves it beside others. */
    public List<AdminRoute> adminRoutes() {
        return routes(node, registration);
    }

    /** Its ID. */
    public NodeId id() {
        return endpoint.certificate().id();
    }

    /** Where it speaks SIP, UDP and TCP. */
    public HostPort sipAddress() {
        return sip.local();
    }

    /** Where it speaks SIP over TLS, if it does. */
    public Optional<HostPort> sipTlsAddress() {
        return sip.localTls();
    }

    /** Where metrics and health are, if anywhere. */
    public Optional<HostPort> adminAddress() {
        return Optional.ofNullable(admin).map(AdminServer::address);
    }

    /** How its registration with the core is doing, if it is to register. */
    public Optional<RegistrationStatus> registration() {
        return registration.status();
    }

    /** How it is doing; completes on its loop. */
    public CompletableFuture<GatewayStatus> status() {
        CompletableFuture<GatewayStatus> status = new CompletableFuture<>();
        endpoint.loop().execute(() -> status.complete(node.status()));
        return status;
    }

    /** IMS clients and peers get 503; no attempt is begun any more. */
    @Override
    public CompletableFuture<Integer> drain() {
        draining.set(true);
        endpoint.loop().execute(node::drain);
        return endpoint.drain(node::underWay, drainAtMost);
    }

    /**
     * Stops as if the process had ended, but that it deregisters first, for which the core has two seconds; what is not delivered is
     * tried again after the next start. Blocks. Idempotent.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (admin != null) {
            admin.close();
        }
        bell.ifPresent(Bell::close);
        identity.close();
        registration.close();
        sip.close();
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        endpoint.loop().execute(() -> {
            node.close();
            core.close();
            stopped.complete(null);
        });
        stopped.join();
        endpoint.close();
        database.close();
    }
}
