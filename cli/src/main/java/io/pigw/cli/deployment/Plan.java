package io.pigw.cli.deployment;

import io.pigw.csp.CspConfig;
import io.pigw.csp.LimitsConfig;
import io.pigw.csp.LocateMode;
import io.pigw.csp.PingConfig;
import io.pigw.csp.relay.PeerRelayOptions.OutOfRange;
import io.pigw.enrollment.EnrollmentConfig;
import io.pigw.enrollment.exclude.ExclusionSettings;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.enrollment.publish.PublishConfig;
import io.pigw.gateway.GatewayConfig;
import io.pigw.gateway.NextHopConfig;
import io.pigw.gateway.SipConfig;
import io.pigw.gateway.as.Admit;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.peer.ChordConfig;
import io.pigw.peer.PeerConfig;
import io.pigw.peer.RecordsConfig;
import io.pigw.runtime.Drain;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.config.OverlayConfig;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.sos.CondemnationConfig;
import io.pigw.sos.OpinionConfig;
import io.pigw.sos.SosConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The configuration of every service of one process: what an operator would write into files, and nothing else. */
final class Plan {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration CERTIFICATE_VALIDITY = Duration.ofDays(30);
    private static final int INBOX_CAPACITY = 100_000;
    /** Few users play all of them here, and write to every node. */
    private static final int ALL = 0;

    private static final int LEAN_SUCCESSORS = 4;
    private static final int LEAN_LINKS = 20;

    private final DeploymentOptions options;
    private final NodeIds ids;
    private final OverlayConfig overlay;
    private final Map<NodeId, Integer> ports;
    private final List<ContactConfig> csps = new ArrayList<>();

    /**
     * Plans around the given ports.
     *
     * @param ports where each node that listens does
     */
    Plan(DeploymentOptions options, NodeIds ids, Map<NodeId, Integer> ports) {
        this.options = options;
        this.ids = ids;
        this.overlay = new OverlayConfig(options.overlayDomain(), options.ringBits());
        this.ports = Map.copyOf(ports);
        for (NodeId csp : ids.csps(options.csps())) {
            csps.add(new ContactConfig(csp.toString(), address(csp).toString()));
        }
    }

    /** Where CRLs and OCSP are served. */
    static PublishPort publishPort(DeploymentOptions options) {
        return PublishPort.choose(LOOPBACK, enrollmentFolder(options).resolve("publish.port"));
    }

    /** The enrollment server's; it is up before anybody has a port. */
    static EnrollmentConfig enrollment(DeploymentOptions options, NodeIds ids, HostPort publish) {
        List<NodeId> reserved = new ArrayList<>(ids.csps(options.csps()));
        reserved.add(ids.gateway());
        reserved.add(ids.sos());
        reserved.addAll(ids.namedPeers());
        Path directory = enrollmentFolder(options);
        return new EnrollmentConfig(
                new HostPort(LOOPBACK, 0),
                List.of(LOOPBACK),
                new StoreConfig(directory.resolve("db")),
                EnrollmentConfig.Ca.automatic(directory.resolve("keys"), CERTIFICATE_VALIDITY),
                new EnrollmentConfig.Overlay(options.overlayDomain(), options.ringBits(), reserved),
                PolicySettings.DEFAULT.withRenewAfterPercent(0),
                null,
                List.of(),
                PublishConfig.on(publish),
                new EnrollmentConfig.Operators(new HostPort(LOOPBACK, 0)),
                ExclusionSettings.DEFAULT,
                null);
    }

    /** The CSPs, once they have ports. */
    List<NodeContact> cspContacts() {
        return csps.stream().map(ContactConfig::contact).toList();
    }

    SosConfig sos(IdentityConfig identity) {
        return new SosConfig(
                identity,
                address(ids.sos()),
                overlay,
                store("sos"),
                OpinionConfig.DEFAULTS,
                CondemnationConfig.DEFAULTS,
                null,
                null);
    }

    private List<ContactConfig> sos() {
        return List.of(
                new ContactConfig(ids.sos().toString(), address(ids.sos()).toString()));
    }

    CspConfig csp(NodeId id, IdentityConfig identity) {
        return new CspConfig(
                identity,
                address(id),
                null,
                overlay,
                csps,
                sos(),
                store("csp"),
                new PingConfig(options.routes(), PingConfig.DEFAULT.timeLimit(), PingConfig.DEFAULT.lifetime()),
                LocateMode.PING,
                OutOfRange.REDIRECT,
                List.of(),
                LimitsConfig.DEFAULT.withRecipientsPerHour(ALL),
                null);
    }

    GatewayConfig gateway(IdentityConfig identity, DeliveryOptions delivery) {
        SipConfig sip = options.gatewaySip();
        return new GatewayConfig(
                identity, overlay, csps, sip == null ? sip(delivery) : sip, store("gateway"), delivery.config(), null);
    }

    private SipConfig sip(DeliveryOptions delivery) {
        String core = options.imsCore();
        return SipConfig.of(
                        options.sip(),
                        core == null ? LOOPBACK + ":5070" : core,
                        options.imsDomain(),
                        List.of("pigw@" + options.imsDomain(), "greetings@" + options.imsDomain()))
                .admitting(Admit.ANYONE)
                .withRecipientsPerHour(ALL)
                .with(core == null ? NextHopConfig.UNWATCHED : delivery.core());
    }

    PeerConfig peer(NodeId id, IdentityConfig identity) {
        return new PeerConfig(
                identity,
                address(id),
                null,
                overlay,
                csps,
                sos(),
                store("peer"),
                options.isLean() ? ChordConfig.DEFAULT.with(LEAN_SUCCESSORS, LEAN_LINKS) : ChordConfig.DEFAULT,
                new RecordsConfig(!options.isLean(), RecordsConfig.DEFAULT.refresh()),
                INBOX_CAPACITY,
                null,
                Drain.USUAL);
    }

    private static Path enrollmentFolder(DeploymentOptions options) {
        return options.data().resolve("enrollment");
    }

    private StoreConfig store(String service) {
        return new StoreConfig(options.data().resolve(service).resolve("db"));
    }

    private HostPort address(NodeId id) {
        Integer port = ports.get(id);
        if (port == null) {
            throw new IllegalArgumentException("no port is planned for node " + id);
        }
        return new HostPort(LOOPBACK, port);
    }
}
