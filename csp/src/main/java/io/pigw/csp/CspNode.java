package io.pigw.csp;

import io.pigw.csp.admit.AdmittedPeers;
import io.pigw.csp.admit.AdmittedStore;
import io.pigw.csp.admit.Admitter;
import io.pigw.csp.admit.AttachedClients;
import io.pigw.csp.admit.BackboneRanges;
import io.pigw.csp.admit.RevokedPeers;
import io.pigw.csp.locate.AddressRule;
import io.pigw.csp.locate.ArcLocator;
import io.pigw.csp.locate.CachingLocator;
import io.pigw.csp.locate.ClientLocator;
import io.pigw.csp.locate.FlowLocator;
import io.pigw.csp.locate.LocationStore;
import io.pigw.csp.locate.Locator;
import io.pigw.csp.locate.PingHistory;
import io.pigw.csp.locate.PingLocator;
import io.pigw.csp.names.UserNames;
import io.pigw.csp.relay.ClientFlows;
import io.pigw.csp.relay.GatewayRelay;
import io.pigw.csp.relay.GatewayRelayOptions;
import io.pigw.csp.relay.LocateService;
import io.pigw.csp.relay.NodeRelay;
import io.pigw.csp.relay.PeerRelay;
import io.pigw.csp.relay.PeerRelayOptions;
import io.pigw.csp.relay.RelayLinks;
import io.pigw.csp.relay.RelayedStore;
import io.pigw.overlay.LocalNode;
import io.pigw.overlay.chord.ChordNode;
import io.pigw.overlay.chord.ChordOptions;
import io.pigw.overlay.csp.Admission;
import io.pigw.overlay.csp.ArcProofEvents;
import io.pigw.overlay.csp.ArcProver;
import io.pigw.overlay.csp.CspTable;
import io.pigw.overlay.limit.DelayGate;
import io.pigw.overlay.limit.LoopDelay;
import io.pigw.overlay.limit.Rate;
import io.pigw.overlay.limit.RequestGate;
import io.pigw.overlay.ping.ArrivalListener;
import io.pigw.overlay.ping.OpinionPort;
import io.pigw.overlay.ping.PingDestination;
import io.pigw.overlay.ping.PingEvents;
import io.pigw.overlay.ping.PingForwarder;
import io.pigw.overlay.ping.PingMarkStore;
import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.ping.Pinger;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Transport;
import io.pigw.overlay.storage.RecordStore;
import io.pigw.overlay.storage.Records;
import io.pigw.overlay.storage.ReplicationOptions;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.net.KeptLink;
import io.pigw.runtime.net.LinkListener;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PingConduct;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts of a CSP, put together. Made by a thread that may block, then used and closed on the CSP's loop alone. */
final class CspNode implements AutoCloseable {

    /** Well below the time that a joiner waits for its answer: behind a NAT nothing comes back. */
    private static final Duration DIAL_BACK_TIMEOUT = Duration.ofSeconds(4);

    private static final Duration PEER_TIMEOUT = Duration.ofSeconds(5);
    private static final int LOCATES_AT_ONCE = 4;
    private static final Rate CLIENT_RATE = new Rate(10, 64);
    private static final Duration GATEWAY_TIMEOUT = Duration.ofSeconds(4);

    private final LocalNode local;
    private final P2psipEndpoint endpoint;
    private final NodePorts ports;
    private final CspTable csps;
    private final ConnectedNodes connected;
    private final ChordNode chord;
    private final Records records;
    private final PingForwarder forwarder;
    private final PeerRelay peerRelay;
    private final GatewayRelay gatewayRelay;
    private final NodeRelay nodeRelay;
    private final LoopDelay delay;
    private final Dispatcher dispatcher;
    private final AdmittedPeers admitted;
    private final AttachedClients clients;
    private final RevokedPeers revoked;
    private final ArcLinks arcLinks;
    private final PingHistory pingHistory;
    private final List<NodeContact> sos;
    private final List<KeptLink> kept = new ArrayList<>();

    /** What was read before the CSP begins. */
    record Stores(
            AdmittedPeers admitted,
            AdmittedStore admittedStore,
            LocationStore locations,
            RelayedStore relayed,
            RecordStore records,
            PingMarkStore pingMarks) {}

    CspNode(CspConfig config, LocalNode local, P2psipEndpoint endpoint, Stores stores, CspMeters meters) {
        NodePorts raw = endpoint.ports();
        this.local = local;
        this.endpoint = endpoint;
        this.pingHistory = new PingHistory(local.id(), raw.clock());
        this.admitted = stores.admitted();
        this.clients =
                new AttachedClients(config.limits().clients(), config.limits().clientsPerAddress());
        this.revoked = new RevokedPeers(admitted, stores.admittedStore());
        this.csps = new CspTable(local.ring(), others(config, local.id()));
        ClientLinks clientLinks = new ClientLinks(clients, endpoint, meters);
        this.connected = new ConnectedNodes(csps, clientLinks, this::cspGained, this::linkLost);
        this.sos = config.sos().stream().map(ContactConfig::contact).toList();
        Set<NodeId> sosIds = sos.stream().map(NodeContact::id).collect(Collectors.toSet());
        BackboneRanges backbone = new BackboneRanges(config.backbone(), backboneNodes());
        this.ports = with(
                raw,
                new RingTransport(
                        raw.transport(),
                        raw.scheduler(),
                        endpoint::requestDialled,
                        id -> connected.isGateway(id) || clients.isAttached(id),
                        to -> sosIds.contains(to.id())
                                || backbone.isOperators(to.address())
                                        && !csps.all().contains(to)));
        PingOptions pings = PingOptions.DEFAULTS
                .withRoutes(config.ping().routes())
                .withTimes(
                        config.ping().timeLimit(),
                        PingOptions.DEFAULTS.hopTimeout(),
                        PingOptions.DEFAULTS.window(),
                        PingOptions.DEFAULTS.opinionTimeLimit());
        RingEvents ringEvents = new RingEvents(meters::lookedUp);
        this.chord = new ChordNode(ChordOptions.DEFAULTS, local, ports, ringEvents);
        this.records =
                new Records(local, ports, chord, stores.records(), ReplicationOptions.DEFAULTS, meters.records());
        ringEvents.whenNeighboursChange(records::neighboursChanged);
        PingWatch watch = PingWatch.with(sos, raw, connected::isLinkedPeer, meters);
        AuditTransport audits = new AuditTransport(
                ports.transport(),
                raw.scheduler(),
                to -> connected.isLinkedPeer(to.id()) || csps.all().contains(to) || !backbone.contains(to.address()),
                meters::audited);
        Pinger pinger = new Pinger(local, with(raw, audits), chord, csps::live, pings, watch.pings(), meters);
        PingEvents conduct = new PingConduct(meters, endpoint);
        this.forwarder = new PingForwarder(
                local,
                ports,
                chord,
                pings,
                new PingDestination(local, ports, pings, OpinionPort.NONE, ArrivalListener.NONE, conduct),
                watch.hops(),
                stores.pingMarks(),
                conduct);
        Admission admission = new Admission(local, csps);
        ArcProver prover = new ArcProver(
                local, ports, csps, this::isInRing, admitted.ids(), new ProofEvents(chord::hasProven, meters));
        this.arcLinks = new ArcLinks(prover);
        AddressRule addresses = new AddressRule(admitted, backbone);
        RelayLinks links = new ClientFlows(new Links(endpoint, connected), clients::isAttached, clientLinks);
        this.delay = new LoopDelay(
                raw.scheduler(),
                () -> Instant.EPOCH.plusNanos(endpoint.loop().ticker().nanoTime()),
                raw.random());
        meters.admittedShare(delay::share);
        DelayGate delays = new DelayGate(delay, meters::delayed);
        this.peerRelay = new PeerRelay(
                relayOptions(config, GATEWAY_TIMEOUT),
                ports,
                links,
                admission::responsibleFor,
                stores.relayed(),
                meters,
                delays::admits);
        Locator here = new ClientLocator(
                clients::isAttached,
                locator(config, new PingLocator(pinger, addresses, pingHistory, meters), stores.locations()));
        Locator everywhere =
                new ArcLocator(local.id(), cspIds(), admission::responsibleFor, here, ports, pings.timeLimit());
        Rate searches = new Rate(config.limits().locatesPerSecond(), (int)
                Math.ceil(LOCATES_AT_ONCE * config.limits().locatesPerSecond()));
        this.nodeRelay = new NodeRelay(
                relayOptions(config, PEER_TIMEOUT),
                ports,
                links,
                new NodeRelay.Ways(admission::responsibleFor, this::isOverFlow, everywhere, searches),
                meters,
                delays::admits);
        this.gatewayRelay = new GatewayRelay(
                new GatewayRelayOptions(
                        local.overlay(),
                        local.contact(),
                        local.ring(),
                        cspIds(),
                        PEER_TIMEOUT,
                        config.limits().deliveries()),
                ports,
                links,
                here,
                meters);
        this.dispatcher = new Dispatcher(
                new RequestGate(ports.clock(), meters::limited),
                delays,
                chord,
                new Admitter(
                        admission,
                        new Admitter.Tables(
                                admitted, stores.admittedStore(), backbone, endpoint.verifier()::path, clientLinks),
                        this::dialBack,
                        chord::admit,
                        ports.clock(),
                        meters),
                prover,
                forwarder,
                pinger,
                addresses,
                gatewayRelay,
                peerRelay,
                nodeRelay,
                new ClientService(
                        local.contact(),
                        clients,
                        admission::responsibleFor,
                        peerRelay,
                        nodeRelay,
                        new ClientRecords(records, ports, CLIENT_RATE)),
                new LocateService(
                        local.contact(),
                        local.ring(),
                        ports,
                        admission::responsibleFor,
                        new LocateService.Locators(everywhere, here),
                        searches,
                        meters::located),
                records,
                new UserNames(local.overlay(), ports, this::certifiedFor, records, UserNames.Times.DEFAULTS));
    }

    /** Becomes a member of the ring and keeps links to the other CSPs and to the opinion servers. */
    void start() {
        endpoint.onLink(connected);
        endpoint.onLink(revoked);
        endpoint.onLink(arcLinks);
        endpoint.onRevocation(list -> revoked.taken(list::names));
        endpoint.onRequest(dispatcher::onRequest);
        delay.start();
        for (NodeContact csp : csps.all()) {
            if (local.id().compareTo(csp.id()) < 0) {
                kept.add(endpoint.keep(csp, LinkListener.NONE));
            }
        }
        sos.forEach(server -> kept.add(endpoint.keep(server, LinkListener.NONE)));
        if (csps.all().isEmpty()) {
            chord.create();
        } else {
            chord.bootstrap(csps.all());
        }
    }

    CspStatus status() {
        return new CspStatus(
                local.id(),
                admitted.size(),
                clients.size(),
                csps.live().size(),
                connected.gateways().size(),
                chord.isMember(),
                chord.isSettled());
    }

    /** Messages that are handed on and not answered yet. */
    int underWay() {
        return gatewayRelay.underWay() + peerRelay.underWay() + nodeRelay.underWay();
    }

    /** What became of its latest pings. */
    PingHistory pings() {
        return pingHistory;
    }

    /** Drops what need not be remembered any longer. */
    void tidy() {
        peerRelay.forget();
    }

    private PeerRelayOptions relayOptions(CspConfig config, Duration answerTimeout) {
        return new PeerRelayOptions(
                local.overlay(),
                local.contact(),
                config.limits().maxBodyBytes(),
                config.limits().messagesPerSecond(),
                config.limits().burst(),
                config.outOfRange(),
                answerTimeout,
                config.limits().recipientsPerHour());
    }

    /** Whether a peer was admitted, and has a place in the ring by that. */
    private boolean isInRing(NodeId node) {
        return admitted.get(node).isPresent() && !clients.isAttached(node);
    }

    /** Whether a node keeps a link here and is reached over that alone: its address was never verified. */
    private boolean isOverFlow(NodeId node) {
        return clients.isAttached(node)
                || connected.isLinkedPeer(node) && admitted.get(node).isEmpty();
    }

    private Locator locator(CspConfig config, PingLocator pings, LocationStore locations) {
        return switch (config.locate()) {
            case PING -> pings;
            case CACHE ->
                new CachingLocator(
                        pings, locations, ports.clock(), config.ping().lifetime());
            case FLOW -> new FlowLocator(connected::isLinkedPeer, pings);
        };
    }

    private void dialBack(NodeContact peer, Consumer<Outcome> then) {
        endpoint.requestDialled(peer, new ChordMessage.Ping(Transaction.mint(ports.random())), DIAL_BACK_TIMEOUT, then);
    }

    private List<NodeId> certifiedFor(Party.User name) {
        return Stream.concat(admitted.certifiedFor(name).stream(), clients.certifiedFor(name).stream())
                .toList();
    }

    private void cspGained(NodeId node) {
        csps.all().stream().filter(csp -> csp.id().equals(node)).forEach(chord::linkGained);
    }

    private void linkLost(NodeId node, boolean idle) {
        if (idle) {
            chord.linkUnused(node);
        } else {
            chord.linkLost(node);
        }
    }

    private Set<HostPort> backboneNodes() {
        Set<HostPort> nodes = new HashSet<>();
        nodes.add(local.contact().address());
        csps.all().forEach(csp -> nodes.add(csp.address()));
        sos.forEach(server -> nodes.add(server.address()));
        return nodes;
    }

    private Set<NodeId> cspIds() {
        Set<NodeId> ids = new HashSet<>();
        ids.add(local.id());
        csps.all().forEach(csp -> ids.add(csp.id()));
        return ids;
    }

    private static NodePorts with(NodePorts ports, Transport transport) {
        return new NodePorts(
                transport, ports.scheduler(), ports.clock(), ports.random(), ports.signer(), ports.verifier());
    }

    private static List<NodeContact> others(CspConfig config, NodeId self) {
        return config.csps().stream()
                .map(ContactConfig::contact)
                .filter(csp -> !csp.id().equals(self))
                .toList();
    }

    @Override
    public void close() {
        delay.close();
        kept.forEach(KeptLink::close);
        forwarder.close();
        chord.close();
        records.close();
    }

    /** A proof that was given says that there are some. */
    private record ProofEvents(Runnable given, CspMeters meters) implements ArcProofEvents {
        @Override
        public void proven() {
            given.run();
            meters.proven();
        }

        @Override
        public void notProven(String reason) {
            meters.notProven(reason);
        }
    }

    /** The ways out. */
    private record Links(P2psipEndpoint endpoint, ConnectedNodes connected) implements RelayLinks {
        @Override
        public List<NodeId> gateways() {
            return connected.gateways();
        }

        @Override
        public void requestOverLink(NodeId to, MessageRequest message, Duration timeout, Consumer<Outcome> then) {
            endpoint.requestOverLink(to, message, timeout, then);
        }

        @Override
        public void requestDialled(NodeContact to, MessageRequest message, Duration timeout, Consumer<Outcome> then) {
            endpoint.requestDialled(to, message, timeout, then);
        }
    }
}
