package io.pigw.testbed.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.csp.Csp;
import io.pigw.csp.CspConfig;
import io.pigw.csp.CspStatus;
import io.pigw.csp.LimitsConfig;
import io.pigw.csp.LocateMode;
import io.pigw.csp.PingConfig;
import io.pigw.csp.relay.PeerRelayOptions.OutOfRange;
import io.pigw.overlay.csp.NearestCsp;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.peer.ChordConfig;
import io.pigw.peer.Peer;
import io.pigw.peer.PeerConfig;
import io.pigw.peer.PeerStatus;
import io.pigw.peer.Peers;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.config.OverlayConfig;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.TestPki;
import io.pigw.runtime.trace.MessageTrace;
import io.pigw.runtime.trace.WireTap;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Some CSPs and peers in one process, every link real TCP with mutual TLS, every store Derby. */
final class SmallRing implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(60);

    final Environment environment;
    final Map<NodeId, Csp> csps = new TreeMap<>();
    final Peers peers;
    final PlayedGateway gateway;
    final PlayedSos sos;
    final NodeIdentity gatewayIdentity;
    private final TestPki pki = TestPki.create();
    private final List<ContactConfig> cspContacts = new ArrayList<>();
    private final Path directory;
    private final int ringBits;

    SmallRing(Path directory, int ringBits, NodeId gatewayId, List<NodeId> cspIds, List<NodeId> peerIds, WireTap tap)
            throws Exception {
        this(directory, ringBits, gatewayId, cspIds, peerIds, tap, Clock.systemUTC());
    }

    /** As above, with another time of day; timers run on in real time. */
    SmallRing(
            Path directory,
            int ringBits,
            NodeId gatewayId,
            List<NodeId> cspIds,
            List<NodeId> peerIds,
            WireTap tap,
            InstantSource clock)
            throws Exception {
        this.directory = directory;
        this.ringBits = ringBits;
        environment = Environment.create(2, clock).withTap(tap);
        for (NodeId id : cspIds) {
            cspContacts.add(new ContactConfig(id.toString(), "127.0.0.1:" + freePort()));
        }
        sos = new PlayedSos(environment, pki.issue(Role.SOS, 2));
        cspContacts.forEach(this::startCsp);
        gatewayIdentity = pki.issue(Role.GATEWAY, gatewayId);
        gateway = new PlayedGateway(environment, gatewayIdentity, contacts());
        List<Peers.Member> members = new ArrayList<>();
        for (NodeId id : peerIds) {
            members.add(new Peers.Member(
                    peerConfig(new HostPort("127.0.0.1", 0)),
                    pki.issue(Role.PEER, id, "user" + id + "@" + TestPki.OVERLAY)));
        }
        peers = Peers.start(members, environment, MessageTrace.NONE);
        peers.allJoined().get(60, TimeUnit.SECONDS);
        settle();
    }

    /** The CSP whose arc holds the ID when all are up. */
    NodeContact responsible(NodeId id) {
        return NearestCsp.of(new Ring(ringBits), id, contacts()).orElseThrow();
    }

    static NodeId master(Peer peer) throws ExecutionException, InterruptedException, TimeoutException {
        NodeId master = peer.status().get(5, TimeUnit.SECONDS).master();
        return master == null ? NodeId.of(0) : master;
    }

    private List<NodeContact> contacts() {
        return cspContacts.stream().map(ContactConfig::contact).toList();
    }

    private List<String> unsettled() throws ExecutionException, InterruptedException, TimeoutException {
        List<String> unsettled = new ArrayList<>();
        for (Csp csp : csps.values()) {
            CspStatus status = csp.status().get(5, TimeUnit.SECONDS);
            if (!status.settled() || status.liveCsps() != cspContacts.size() - 1 || status.gateways() != 1) {
                unsettled.add(status.toString());
            }
        }
        for (Peer peer : peers.all()) {
            PeerStatus status = peer.status().get(5, TimeUnit.SECONDS);
            if (!status.settled() || !responsible(peer.id()).id().equals(status.master())) {
                unsettled.add(status.toString());
            }
        }
        return unsettled;
    }

    /** Waits until the ring has no open ends. */
    void settle() {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(gateway.isConnected()).isTrue();
            assertThat(unsettled()).isEmpty();
        });
    }

    /** Ends a CSP as a crash would, and starts it again where it was, with what is in its database. */
    void restartCsp(NodeId id) {
        Objects.requireNonNull(csps.remove(id)).close();
        cspContacts.stream().filter(config -> config.contact().id().equals(id)).forEach(this::startCsp);
    }

    /** Somebody of the ring's certificate authority, played by whoever asked. */
    NodeIdentity issue(Role role, NodeId id) {
        return pki.issue(role, id);
    }

    private void startCsp(ContactConfig config) {
        NodeContact contact = config.contact();
        csps.put(
                contact.id(),
                Csp.start(
                        new CspConfig(
                                noFiles(),
                                contact.address(),
                                null,
                                new OverlayConfig(TestPki.OVERLAY, ringBits),
                                cspContacts,
                                sosContacts(),
                                new StoreConfig(directory.resolve("csp")),
                                PingConfig.DEFAULT,
                                LocateMode.PING,
                                OutOfRange.REDIRECT,
                                List.of(),
                                LimitsConfig.DEFAULT,
                                null),
                        pki.issue(Role.CSP, contact.id()),
                        environment,
                        MessageTrace.NONE));
    }

    /** Starts a client, which is not of the ring; whoever asked closes it. */
    Peers client(NodeId id, String user) {
        Peers.Member member = new Peers.Member(peerConfig(null), pki.issue(Role.CLIENT, id, user));
        return Peers.start(List.of(member), environment, MessageTrace.NONE);
    }

    /** Starts one more peer; whoever asked closes it. */
    Peers peer(NodeId id, String... users) {
        Peers.Member member =
                new Peers.Member(peerConfig(new HostPort("127.0.0.1", 0)), pki.issue(Role.PEER, id, users));
        return Peers.start(List.of(member), environment, MessageTrace.NONE);
    }

    /** Starts one more peer, of another process as it were, with a database of its own; whoever asked closes it. */
    Peers peer(Environment process, NodeId id, String... users) {
        PeerConfig config =
                peerConfig(new HostPort("127.0.0.1", 0), null, new StoreConfig(directory.resolve("p" + id)));
        Peers.Member member = new Peers.Member(config, pki.issue(Role.PEER, id, users));
        return Peers.start(List.of(member), process, MessageTrace.NONE);
    }

    /** Starts more peers with a database of their own, as often as asked with the same one; whoever asked closes them. */
    Peers group(String database, List<NodeId> ids) {
        PeerConfig config =
                peerConfig(new HostPort("127.0.0.1", 0), null, new StoreConfig(directory.resolve(database)));
        return Peers.start(
                ids.stream()
                        .map(id ->
                                new Peers.Member(config, pki.issue(Role.PEER, id, "user" + id + "@" + TestPki.OVERLAY)))
                        .toList(),
                environment,
                MessageTrace.NONE);
    }

    /** Starts a peer that says it listens where nobody does; whoever asked closes it. */
    Peers behindNat(NodeId id, String user) throws IOException {
        PeerConfig config = peerConfig(new HostPort("127.0.0.1", 0), new HostPort("127.0.0.1", freePort()));
        Peers.Member member = new Peers.Member(config, pki.issue(Role.PEER, id, user));
        return Peers.start(List.of(member), environment, MessageTrace.NONE);
    }

    private PeerConfig peerConfig(@Nullable HostPort listen) {
        return peerConfig(listen, null);
    }

    private PeerConfig peerConfig(@Nullable HostPort listen, @Nullable HostPort advertised) {
        return peerConfig(listen, advertised, new StoreConfig(directory.resolve("peer")));
    }

    private PeerConfig peerConfig(@Nullable HostPort listen, @Nullable HostPort advertised, StoreConfig store) {
        return new PeerConfig(
                noFiles(),
                listen,
                advertised,
                new OverlayConfig(TestPki.OVERLAY, ringBits),
                cspContacts,
                sosContacts(),
                store,
                ChordConfig.DEFAULT,
                100,
                null);
    }

    private List<ContactConfig> sosContacts() {
        return List.of(new ContactConfig("2", sos.address.toString()));
    }

    private IdentityConfig noFiles() {
        return new IdentityConfig(directory.resolve("none"), directory.resolve("none"), directory.resolve("none"));
    }

    /** Below the range from which the system takes ports for outgoing connections, so that none of those takes it. */
    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            try (ServerSocket socket = new ServerSocket()) {
                // connections that ended there a moment ago would keep a service from listening
                socket.setReuseAddress(false);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (BindException _) {
                // another one
            }
        }
    }

    @Override
    public void close() {
        gateway.close();
        peers.close();
        csps.values().forEach(Csp::close);
        sos.close();
        environment.close();
    }
}
